//! How senior a job is.

use crate::slug_enum::slug_enum;

slug_enum! {
    /// How senior a job is.
    Seniority {
        /// Intern, trainee, apprentice, working student.
        Intern = "intern",
        /// Junior, entry level, graduate.
        Junior = "junior",
        /// The level when nothing says otherwise.
        Mid = "mid",
        /// Senior.
        Senior = "senior",
        /// Lead, tech lead, team lead.
        Lead = "lead",
        /// Staff.
        Staff = "staff",
        /// Principal, distinguished, fellow.
        Principal = "principal",
        /// Manager of people or of the function.
        Manager = "manager",
        /// Director, head of.
        Director = "director",
        /// VP, C-level, founder, partner.
        Executive = "executive",
    }
}

impl Seniority {
    /// The rank, 1 to 9; two tracks share ranks.
    pub fn rank(self) -> u8 {
        match self {
            Seniority::Intern => 1,
            Seniority::Junior => 2,
            Seniority::Mid => 3,
            Seniority::Senior => 4,
            Seniority::Lead | Seniority::Manager => 5,
            Seniority::Staff => 6,
            Seniority::Principal => 7,
            Seniority::Director => 8,
            Seniority::Executive => 9,
        }
    }

    /// Whether this is the management track.
    pub fn is_management(self) -> bool {
        matches!(self, Seniority::Manager | Seniority::Director | Seniority::Executive)
    }
}
