//! robots.txt (RFC 9309). Read here because the crates for it have had no release for years, and this is all there is to it.

use url::Url;

/// What a host lets one crawler ask for: the rules of its groups, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Rules(Vec<(bool, String)>);

/// The most of a file that is read, as the RFC has it.
pub(super) const LIMIT: u64 = 500 * 1024;
/// The most rules that are kept of a file.
const MAX_RULES: usize = 2_000;
/// The longest pattern, in bytes; a longer one is cut, and then forbids more.
const MAX_PATTERN: usize = 2_000;

impl Rules {
    /// The rules for a crawler by its product token, such as `remnavi`: those of the groups that name it, or else those
    /// for everybody.
    pub fn parse(text: &str, agent: &str) -> Rules {
        let (mut named, mut general) = (Vec::new(), Vec::new());
        let (mut is_named, mut is_mine, mut is_general) = (false, false, false);
        let mut in_agents = false;
        for line in text.trim_start_matches('\u{feff}').lines() {
            let line = line.split('#').next().unwrap_or_default();
            let Some((name, value)) = line.split_once(':') else { continue };
            let value = value.trim();
            match name.trim().to_ascii_lowercase().as_str() {
                "user-agent" => {
                    if !in_agents {
                        (is_mine, is_general) = (false, false);
                    }
                    in_agents = true;
                    let token = value.split(|c: char| !(c.is_ascii_alphabetic() || matches!(c, '-' | '_'))).next().unwrap_or_default();
                    is_mine |= token.eq_ignore_ascii_case(agent);
                    is_named |= is_mine;
                    is_general |= value == "*";
                }
                rule @ ("allow" | "disallow") => {
                    in_agents = false;
                    // An empty pattern says nothing: "Disallow:" allows everything.
                    if value.is_empty() {
                        continue;
                    }
                    let rule = (rule == "allow", normal(value));
                    for list in [(is_mine, &mut named), (is_general, &mut general)] {
                        if let (true, list) = list
                            && list.len() < MAX_RULES
                        {
                            list.push(rule.clone());
                        }
                    }
                }
                _ => {}
            }
        }
        Rules(if is_named { named } else { general })
    }

    /// From [`Self::kept`].
    pub fn from_kept(kept: &str) -> Rules {
        Rules(kept.lines().filter_map(|line| Some((line.starts_with('+'), line.get(1..)?.to_owned()))).collect())
    }

    /// One rule a line, `+` or `-` and its pattern.
    pub fn kept(&self) -> String {
        self.0.iter().map(|(allows, pattern)| format!("{}{pattern}\n", if *allows { '+' } else { '-' })).collect()
    }

    /// Whether an address may be asked for: the longest pattern that fits decides, and of equals the one that allows.
    pub fn allow(&self, url: &Url) -> bool {
        let path = normal(&match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_owned(),
        });
        let fitting = self.0.iter().filter(|(_, pattern)| fits(pattern, &path));
        fitting.max_by_key(|(allows, pattern)| (pattern.len(), *allows)).is_none_or(|(allows, _)| *allows)
    }
}

/// A path or pattern in which the same characters are written the same way: percent-encoded, but for those that need not be.
fn normal(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut bytes = path.bytes();
    while let Some(byte) = bytes.next() {
        let hex = |byte: Option<u8>| char::from(byte?).to_digit(16);
        let mut ahead = bytes.clone();
        let (value, is_coded) = match (byte == b'%').then(|| Some((hex(ahead.next())?, hex(ahead.next())?))).flatten() {
            Some((high, low)) => {
                bytes = ahead;
                (u8::try_from(high * 16 + low).unwrap_or(b'%'), true)
            }
            None => (byte, false),
        };
        match value {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(value)),
            b'!'..=b'~' if !is_coded => out.push(char::from(value)),
            _ => out.push_str(&format!("%{value:02X}")),
        }
    }
    out.truncate(MAX_PATTERN);
    out
}

/// Whether a pattern fits the beginning of a path. `*` stands for anything, `$` at its end for the end of the path.
fn fits(pattern: &str, path: &str) -> bool {
    let (pattern, is_whole) = match pattern.strip_suffix('$') {
        Some(pattern) => (pattern, true),
        None => (pattern, false),
    };
    let mut parts = pattern.split('*');
    let Some(mut rest) = path.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let mut last = None;
    for part in parts {
        last = Some(part);
        let Some(at) = rest.find(part) else { return false };
        rest = rest.get(at + part.len()..).unwrap_or_default();
    }
    // What `*` stands for may be longer than the first find, so that the last part has to be looked for at the end.
    !is_whole || rest.is_empty() || last.is_some_and(|part| part.is_empty() || path_ends(path, pattern, part))
}

/// Whether a path ends with the last part of a pattern, and has room for the others before it.
fn path_ends(path: &str, pattern: &str, last: &str) -> bool {
    let Some(before) = path.strip_suffix(last) else { return false };
    pattern.rsplit_once('*').is_some_and(|(others, _)| fits(others, before))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(robots: &str, path: &str) -> bool {
        let url = Url::parse("https://jobs.example").unwrap().join(path).unwrap();
        let rules = Rules::parse(robots, "remnavi");
        let allowed = rules.allow(&url);
        assert_eq!(Rules::from_kept(&rules.kept()), rules);
        allowed
    }

    #[test]
    fn the_longest_pattern_decides_and_equals_allow() {
        let robots = "User-agent: *\nDisallow: /jobs/\nAllow: /jobs/open/\nDisallow: /p\nAllow: /p\n";
        for (path, expected) in [("/", true), ("/jobs/1", false), ("/jobs", true), ("/jobs/open/1", true), ("/page", true)] {
            assert_eq!(allowed(robots, path), expected, "{path}");
        }
    }

    #[test]
    fn a_group_of_its_own_beats_the_one_for_everybody() {
        let robots = "User-agent: *\nDisallow: /\n\nuser-agent: other\nUser-Agent: RemNavi/2.0 # us\nDisallow: /private\n\n\
             User-agent: other\nDisallow: /others\n\nUser-agent: remnavi\nDisallow: /more";
        for (path, expected) in [("/jobs", true), ("/private", false), ("/others", true), ("/more", false)] {
            assert_eq!(allowed(robots, path), expected, "{path}");
        }
        assert!(!allowed("User-agent: remnavi-images\nAllow: /\nUser-agent: *\nDisallow: /", "/jobs"), "another's name");
        assert!(allowed("User-agent: *\nDisallow: /\nUser-agent: remnavi\nDisallow:", "/jobs"), "nothing is forbidden to us");
    }

    #[test]
    fn wildcards_and_ends_are_understood() {
        let robots = "User-agent: *\nDisallow: /*.pdf$\nDisallow: /*?*session=\nDisallow: /a*b*c$\nDisallow: /exact$";
        for (path, expected) in [
            ("/x/y.pdf", false),
            ("/x.pdf.pdf", false),
            ("/x.pdfs", true),
            ("/jobs?page=1&session=2", false),
            ("/jobs?page=1", true),
            ("/a-b-c", false),
            ("/abcbc", false),
            ("/ac", true),
            ("/a-b-cd", true),
            ("/exact", false),
            ("/exactly", true),
        ] {
            assert_eq!(allowed(robots, path), expected, "{path}");
        }
    }

    #[test]
    fn the_same_path_is_the_same_however_it_is_written() {
        let robots = "User-agent: *\nDisallow: /caf\u{e9}\nDisallow: /%7Eme\nDisallow: /a%2fb";
        for (path, expected) in [("/caf%c3%a9", false), ("/~me", false), ("/a%2Fb", false), ("/a/b", true)] {
            assert_eq!(allowed(robots, path), expected, "{path}");
        }
    }

    #[test]
    fn what_is_no_robots_file_forbids_nothing() {
        for text in [
            "",
            "<html><body>Disallow: /</body></html>",
            "Disallow: /",
            "\u{feff}User-agent: *\nDisallow:",
            "User-agent: *\nCrawl-delay: 9",
        ] {
            assert!(allowed(text, "/jobs"), "{text}");
        }
        assert!(!allowed("\u{feff}User-agent: *\r\nSitemap: https://jobs.example/\r\nDisallow : /\r\n", "/jobs"));
        let endless = format!("User-agent: *\n{}", "Disallow: /x\n".repeat(50_000));
        assert_eq!(Rules::parse(&endless, "remnavi").0.len(), MAX_RULES);
        assert!(allowed(&format!("User-agent: *\nDisallow: /{}b", "*a".repeat(900)), &format!("/{}", "a".repeat(1_500))));
    }
}
