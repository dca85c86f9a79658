//! Where the columns of a file seem to go, by their headers.

use icosa_contract::transfer::ImportTarget;

/// How alike two words must be, from 0 to 1.
const ALIKE: f64 = 0.85;
/// Other words for what many files hold: target path, words.
const SYNONYMS: [(&str, &[&str]); 9] = [
    ("emails.primaryEmail", &["email", "emailaddress", "mail", "primaryemail", "workemail"]),
    ("phones.primaryPhoneNumber", &["phone", "phonenumber", "telephone", "tel", "mobile", "primaryphone"]),
    ("name.firstName", &["firstname", "givenname", "forename"]),
    ("name.lastName", &["lastname", "surname", "familyname"]),
    ("domainName.primaryLinkUrl", &["domain", "website", "url", "domainname", "web"]),
    ("linkedinLink.primaryLinkUrl", &["linkedin", "linkedinurl", "linkedinprofile"]),
    ("company.name", &["company", "companyname", "organization", "organisation", "account", "employer"]),
    ("companyId", &["companyid"]),
    ("amount.amount", &["amount", "value", "dealvalue"]),
];

/// A target for each header, each target at most once; a relation is taken by its id before anything else.
pub(crate) fn suggest(headers: &[String], targets: &[ImportTarget]) -> Vec<Option<String>> {
    let mut found: Vec<Option<String>> = vec![None; headers.len()];
    let by_value = targets.iter().filter(|target| target.can_create);
    let relations: Vec<&str> = by_value.filter_map(|target| target.path.split('.').next()).collect();
    for level in [exactly, by_synonym, nearly] {
        for (header, place) in headers.iter().zip(0..) {
            if found.get(place).is_some_and(Option::is_some) {
                continue;
            }
            let word = plain(header);
            if word.is_empty() {
                continue;
            }
            let free = |target: &&ImportTarget| {
                !found.iter().flatten().any(|path| collides(path, &target.path, &relations))
            };
            let best = level(&word, header, &targets.iter().filter(free).collect::<Vec<_>>());
            if let (Some(slot), Some(path)) = (found.get_mut(place), best) {
                *slot = Some(path);
            }
        }
    }
    found
}

/// The same target, or another way to the same relation, or a field and a part of it.
fn collides(taken: &str, path: &str, relations: &[&str]) -> bool {
    if taken == path {
        return true;
    }
    let (a, b) = (base(taken, relations), base(path, relations));
    a == b && (relations.contains(&a) || !taken.contains('.') || !path.contains('.'))
}

/// The field a path is about.
fn base<'p>(path: &'p str, relations: &[&str]) -> &'p str {
    let first = path.split('.').next().unwrap_or(path);
    first.strip_suffix("Id").filter(|name| relations.contains(name)).unwrap_or(first)
}

fn exactly(word: &str, header: &str, targets: &[&ImportTarget]) -> Option<String> {
    let by = |test: &dyn Fn(&ImportTarget) -> bool| {
        targets.iter().find(|target| test(target)).map(|target| target.path.clone())
    };
    by(&|target| target.path == header.trim())
        .or_else(|| by(&|target| plain(&target.label) == word))
        .or_else(|| by(&|target| plain(&target.path) == word))
        .or_else(|| only(targets, |target| last(target).is_some_and(|label| plain(label) == word)))
}

fn by_synonym(word: &str, _: &str, targets: &[&ImportTarget]) -> Option<String> {
    let (path, _) = SYNONYMS.iter().find(|(_, words)| words.contains(&word))?;
    targets.iter().find(|target| target.path == *path).map(|target| target.path.clone())
}

fn nearly(word: &str, _: &str, targets: &[&ImportTarget]) -> Option<String> {
    // Short words are alike by chance.
    if word.chars().count() < 5 {
        return None;
    }
    let alike = |target: &ImportTarget| {
        let words = [Some(target.label.as_str()), last(target)].into_iter().flatten().map(plain);
        words.map(|other| strsim::normalized_damerau_levenshtein(word, &other)).fold(0.0, f64::max)
    };
    let best = targets.iter().map(|target| (alike(target), target));
    let best = best.max_by(|a, b| a.0.total_cmp(&b.0))?;
    (best.0 >= ALIKE).then(|| best.1.path.clone())
}

/// The part's label of `Emails / Primary e-mail`.
fn last(target: &ImportTarget) -> Option<&str> {
    target.label.rsplit_once(" / ").map(|(_, part)| part)
}

/// The one target that fits; none if several do.
fn only(targets: &[&ImportTarget], fits: impl Fn(&ImportTarget) -> bool) -> Option<String> {
    let mut fitting = targets.iter().filter(|target| fits(target));
    let first = fitting.next()?;
    fitting.next().is_none().then(|| first.path.clone())
}

/// Letters and digits only, in lower case.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(path: &str, label: &str) -> ImportTarget {
        ImportTarget {
            path: path.to_owned(),
            label: label.to_owned(),
            is_required: false,
            is_unique: false,
            can_create: false,
        }
    }

    fn person() -> Vec<ImportTarget> {
        let relation = |path: &str, label: &str| ImportTarget { can_create: true, ..target(path, label) };
        vec![
            target("id", "Id"),
            target("name", "Name"),
            target("name.firstName", "Name / First name"),
            target("name.lastName", "Name / Last name"),
            target("emails", "Emails"),
            target("emails.primaryEmail", "Emails / Primary e-mail"),
            target("companyId", "Company / Id"),
            relation("company.domainName.primaryLinkUrl", "Company / Domain Name"),
            relation("company.name", "Company / Name"),
            target("jobTitle", "Job Title"),
            target("city", "City"),
        ]
    }

    fn suggested(headers: &[&str]) -> Vec<Option<String>> {
        suggest(&headers.iter().map(|header| (*header).to_owned()).collect::<Vec<_>>(), &person())
    }

    #[test]
    fn headers_of_the_usual_files_find_their_fields() {
        let path = |path: &str| Some(path.to_owned());
        let headers = ["First Name", "SURNAME", "E-Mail", "Company", "job_titel", "City", "Shoe size"];
        let expected = [
            path("name.firstName"),
            path("name.lastName"),
            path("emails.primaryEmail"),
            path("company.name"),
            path("jobTitle"),
            path("city"),
            None,
        ];
        assert_eq!(suggested(&headers), expected);
    }

    #[test]
    fn exported_headers_and_paths_find_their_fields_and_a_relation_only_one_column() {
        let path = |path: &str| Some(path.to_owned());
        let headers = ["Name / First name", "emails.primaryEmail", "Company / Id", "Company", "City", "City"];
        let expected = [
            path("name.firstName"),
            path("emails.primaryEmail"),
            path("companyId"),
            None,
            path("city"),
            None,
        ];
        assert_eq!(suggested(&headers), expected);
    }
}
