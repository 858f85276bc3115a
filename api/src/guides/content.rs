//! The words of a guide.

use domain::guide::{Browse, Career, Content, Interview, KeySkill, Named, Pay, Question, Range, Resource, Skills, Step, Tools};
use domain::skill::Skill;
use serde::Serialize;
use utoipa::ToSchema;

/// What people wrote, or what was composed, about a role.
#[derive(Debug, Serialize, ToSchema)]
pub struct GuideContent {
    /// Other titles for the same work.
    #[schema(max_items = 50)]
    pub aliases: Vec<String>,
    /// What the role is.
    #[schema(max_length = 2000)]
    pub summary: String,
    /// What one does.
    #[schema(max_items = 50)]
    pub duties: Vec<String>,
    /// What one needs to know and be able to do.
    pub key_skills: KeySkills,
    /// What it pays as the editors see it, with their date; null in composed guides. The index's own figures are under `live`.
    #[schema(required)]
    pub salary_expectations: Option<SalaryExpectations>,
    /// Where one comes from and goes to.
    pub career_progression: CareerView,
    /// What changes when the work is remote.
    #[schema(max_items = 50)]
    pub remote_considerations: Vec<String>,
    /// Where such people are wanted.
    #[schema(max_items = 50)]
    pub top_industries: Vec<NamedView>,
    /// How interviews go, by kind.
    #[schema(max_items = 20)]
    pub interview_preparation: Vec<InterviewView>,
    /// What one works with, by group.
    #[schema(max_items = 20)]
    pub tools: Vec<ToolGroup>,
    /// Where in the world the openings are.
    #[schema(max_items = 50)]
    pub global_opportunities: Vec<NamedView>,
    /// Questions that people ask.
    #[schema(max_items = 50)]
    pub questions: Vec<QuestionView>,
    /// Guides that one should read, too, by slug.
    #[schema(max_items = 50)]
    pub related_guides: Vec<String>,
    /// What to read elsewhere.
    #[schema(max_items = 50)]
    pub resources: Vec<ResourceView>,
    /// The call to look at open listings.
    pub browse: BrowseView,
}

/// Skills by how much they are needed.
#[derive(Debug, Serialize, ToSchema)]
pub struct KeySkills {
    /// Without these nobody is hired.
    #[schema(max_items = 50)]
    pub core: Vec<KeySkillView>,
    /// These decide between candidates.
    #[schema(max_items = 50)]
    pub nice_to_have: Vec<KeySkillView>,
}

/// One ability.
#[derive(Debug, Serialize, ToSchema)]
pub struct KeySkillView {
    /// The name for people.
    #[schema(max_length = 200)]
    pub name: String,
    /// The skills that belong to it, as in `skill=`.
    #[schema(max_items = 50)]
    pub skills: Vec<&'static str>,
    /// What it means in this role.
    #[schema(max_length = 2000)]
    pub about: String,
}

/// Editorial figures for the pay of a year.
#[derive(Debug, Serialize, ToSchema)]
pub struct SalaryExpectations {
    /// The day that the figures are from.
    #[schema(format = Date)]
    pub as_of_on: String,
    /// ISO 4217.
    #[schema(min_length = 3, max_length = 3)]
    pub currency: String,
    /// Fixed pay.
    pub base: PayRange,
    /// Everything together: fixed pay, bonus or commission, and the yearly part of equity.
    pub total: PayRange,
    /// Where equity, bonus or commission come in.
    #[schema(max_length = 2000)]
    pub equity: String,
    /// What the figures rest on, and for whom they hold.
    #[schema(max_length = 2000)]
    pub basis: String,
}

/// Two amounts in whole units of a currency, for a year.
#[derive(Debug, Serialize, ToSchema)]
pub struct PayRange {
    /// The lower end.
    #[schema(minimum = 1, maximum = 2_000_000)]
    pub min: u32,
    /// The upper end.
    #[schema(minimum = 1, maximum = 2_000_000)]
    pub max: u32,
}

/// Steps of a career.
#[derive(Debug, Serialize, ToSchema)]
pub struct CareerView {
    /// Where people come from.
    #[schema(max_items = 20)]
    pub from: Vec<StepView>,
    /// Where they go.
    #[schema(max_items = 20)]
    pub to: Vec<StepView>,
}

/// One step of a career.
#[derive(Debug, Serialize, ToSchema)]
pub struct StepView {
    /// The title for people.
    #[schema(max_length = 200)]
    pub title: String,
    /// The slug of its guide; null where there is none.
    #[schema(max_length = 100, required)]
    pub guide: Option<String>,
    /// Why people take it.
    #[schema(max_length = 2000)]
    pub reason: String,
}

/// Something with a name, and what is to be said of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct NamedView {
    /// The name.
    #[schema(max_length = 200)]
    pub name: String,
    /// What is to be said.
    #[schema(max_length = 2000)]
    pub about: String,
}

/// One kind of interview.
#[derive(Debug, Serialize, ToSchema)]
pub struct InterviewView {
    /// The kind, as `system_design`; the vocabulary may grow.
    #[schema(max_length = 60)]
    pub kind: String,
    /// How it goes, and what is looked at.
    #[schema(max_length = 2000)]
    pub about: String,
    /// What is asked.
    #[schema(max_items = 50)]
    pub topics: Vec<String>,
}

/// One group of tools.
#[derive(Debug, Serialize, ToSchema)]
pub struct ToolGroup {
    /// The group, as `databases`; the vocabulary may grow.
    #[schema(max_length = 60)]
    pub group: String,
    /// The tools.
    #[schema(max_items = 50)]
    pub tools: Vec<ToolView>,
}

/// A tool.
#[derive(Debug, Serialize, ToSchema)]
pub struct ToolView {
    /// The name.
    #[schema(max_length = 200)]
    pub name: String,
    /// The skill, as in `skill=`; null where the table has none.
    #[schema(max_length = 60, required)]
    pub skill: Option<&'static str>,
}

/// A question with its answer.
#[derive(Debug, Serialize, ToSchema)]
pub struct QuestionView {
    /// The question.
    #[schema(max_length = 2000)]
    pub question: String,
    /// The answer.
    #[schema(max_length = 2000)]
    pub answer: String,
}

/// Something to read elsewhere.
#[derive(Debug, Serialize, ToSchema)]
pub struct ResourceView {
    /// What it is.
    #[schema(max_length = 200)]
    pub title: String,
    /// Where it is.
    #[schema(format = "uri", max_length = 2000)]
    pub url: String,
}

/// The call to look at open listings.
#[derive(Debug, Serialize, ToSchema)]
pub struct BrowseView {
    /// The words of the call.
    #[schema(max_length = 2000)]
    pub text: String,
    /// The search that is ready to be opened.
    #[schema(format = "uri", max_length = 4000)]
    pub url: String,
}

impl GuideContent {
    /// The words of a guide; `search` is the address of the search.
    pub fn new(content: &Content, search: &str) -> GuideContent {
        GuideContent {
            aliases: content.aliases.clone(),
            summary: content.summary.clone(),
            duties: content.duties.clone(),
            key_skills: KeySkills::from(&content.skills),
            salary_expectations: content.salary.as_ref().map(SalaryExpectations::from),
            career_progression: CareerView::from(&content.career),
            remote_considerations: content.remote.clone(),
            top_industries: content.industries.iter().map(NamedView::from).collect(),
            interview_preparation: content.interview.iter().map(InterviewView::from).collect(),
            tools: content.tools.iter().map(ToolGroup::from).collect(),
            global_opportunities: content.regions.iter().map(NamedView::from).collect(),
            questions: content.questions.iter().map(QuestionView::from).collect(),
            related_guides: content.related.clone(),
            resources: content.resources.iter().map(ResourceView::from).collect(),
            browse: BrowseView::new(&content.browse, search),
        }
    }
}

impl From<&Skills> for KeySkills {
    fn from(skills: &Skills) -> KeySkills {
        let views = |skills: &[KeySkill]| skills.iter().map(KeySkillView::from).collect();
        KeySkills { core: views(&skills.core), nice_to_have: views(&skills.nice_to_have) }
    }
}

impl From<&KeySkill> for KeySkillView {
    fn from(skill: &KeySkill) -> KeySkillView {
        let skills = skill.skills.iter().map(|skill| skill.slug()).collect();
        KeySkillView { name: skill.name.clone(), skills, about: skill.about.clone() }
    }
}

impl From<&Pay> for SalaryExpectations {
    fn from(pay: &Pay) -> SalaryExpectations {
        let range = |range: Range| PayRange { min: range.min, max: range.max };
        SalaryExpectations {
            as_of_on: pay.as_of.to_string(),
            currency: pay.currency.code().to_owned(),
            base: range(pay.base),
            total: range(pay.total),
            equity: pay.equity.clone(),
            basis: pay.basis.clone(),
        }
    }
}

impl From<&Career> for CareerView {
    fn from(career: &Career) -> CareerView {
        let views = |steps: &[Step]| steps.iter().map(StepView::from).collect();
        CareerView { from: views(&career.from), to: views(&career.to) }
    }
}

impl From<&Step> for StepView {
    fn from(step: &Step) -> StepView {
        StepView { title: step.title.clone(), guide: step.guide.clone(), reason: step.reason.clone() }
    }
}

impl From<&Named> for NamedView {
    fn from(named: &Named) -> NamedView {
        NamedView { name: named.name.clone(), about: named.about.clone() }
    }
}

impl From<&Interview> for InterviewView {
    fn from(interview: &Interview) -> InterviewView {
        InterviewView { kind: interview.kind.clone(), about: interview.about.clone(), topics: interview.topics.clone() }
    }
}

impl From<&Tools> for ToolGroup {
    fn from(tools: &Tools) -> ToolGroup {
        let tool = |name: &String| ToolView { name: name.clone(), skill: Skill::from_tag(name).map(Skill::slug) };
        ToolGroup { group: tools.group.clone(), tools: tools.names.iter().map(tool).collect() }
    }
}

impl From<&Question> for QuestionView {
    fn from(question: &Question) -> QuestionView {
        QuestionView { question: question.question.clone(), answer: question.answer.clone() }
    }
}

impl From<&Resource> for ResourceView {
    fn from(resource: &Resource) -> ResourceView {
        ResourceView { title: resource.title.clone(), url: resource.url.clone() }
    }
}

impl BrowseView {
    fn new(browse: &Browse, search: &str) -> BrowseView {
        BrowseView { text: browse.text.clone(), url: format!("{search}?{}", browse.query) }
    }
}
