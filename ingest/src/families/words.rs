//! Words of closed vocabularies, as platforms spell them.

use domain::employment::EmploymentType;
use domain::salary::Period;
use domain::work_mode::WorkMode;

/// Lower-case letters only: `Full-Time`, `full_time` and `FullTime` are one word.
fn letters(word: &str) -> String {
    word.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect()
}

/// The employment type a word means; `None` for words that are not in the table.
pub fn employment(word: &str) -> Option<EmploymentType> {
    Some(match letters(word).as_str() {
        "fulltime" | "permanent" | "fulltimepermanent" | "permanentfulltime" | "regular" | "regularfulltime" | "fulltimeregular"
        | "employeefulltime" | "salariedft" => EmploymentType::FullTime,
        "parttime" | "parttimepermanent" | "permanentparttime" | "parttimeregular" | "regularparttime" | "hourlypt" => {
            EmploymentType::PartTime
        }
        "contract"
        | "contractor"
        | "contractual"
        | "freelance"
        | "freelancer"
        | "consultant"
        | "independentcontractor"
        | "fulltimecontract"
        | "fulltimefixedterm"
        | "contracttohire" => EmploymentType::Contract,
        "intern" | "internship" | "trainee" | "traineeship" | "apprenticeship" | "apprentice" | "workingstudent" => {
            EmploymentType::Internship
        }
        "temporary" | "temp" | "seasonal" | "fixedterm" | "fixedtermcontract" | "fulltimetemporary" | "parttimetemporary"
        | "parttimefixedterm" => EmploymentType::Temporary,
        _ => return None,
    })
}

/// The work mode a word means; [`WorkMode::Unknown`] where the platform's word says just that.
pub fn work_mode(word: &str) -> Option<WorkMode> {
    Some(match letters(word).as_str() {
        "remote" | "fullyremote" | "telecommute" | "telecommuting" => WorkMode::Remote,
        "hybrid" | "hybridremote" => WorkMode::Hybrid,
        "onsite" | "office" | "inoffice" | "inperson" => WorkMode::Onsite,
        "unspecified" | "unknown" | "notspecified" => WorkMode::Unknown,
        _ => return None,
    })
}

/// The pay period a word means: `per-year-salary`, `1 YEAR`, `annual`, `hourly`, `PH`.
pub fn period(word: &str) -> Option<Period> {
    let word = letters(word);
    Some(match word.strip_prefix("per").unwrap_or(&word).trim_end_matches("salary").trim_end_matches("wage") {
        "year" | "yearly" | "annual" | "annually" | "annum" | "pa" => Period::Year,
        "month" | "monthly" => Period::Month,
        "week" | "weekly" => Period::Week,
        "day" | "daily" => Period::Day,
        "hour" | "hourly" | "ph" => Period::Hour,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_word_meet() {
        for word in ["FullTime", "full_time", "Full-Time", "fulltime_permanent", "Permanent"] {
            assert_eq!(employment(word), Some(EmploymentType::FullTime), "{word}");
        }
        for word in ["OnSite", "on-site", "onsite"] {
            assert_eq!(work_mode(word), Some(WorkMode::Onsite), "{word}");
        }
        for word in ["per-year-salary", "1 YEAR", "annual", "yearly", "year", "PA"] {
            assert_eq!(period(word), Some(Period::Year), "{word}");
        }
        assert_eq!(period("per-hour-wage"), Some(Period::Hour));
    }

    #[test]
    fn other_words_decide_nothing() {
        assert_eq!(employment("Volunteer"), None);
        assert_eq!(work_mode("moon base"), None);
        assert_eq!(period("NONE"), None);
    }
}
