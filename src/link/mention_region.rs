//! Where English says a place lies, as a part of its name: `Denver, Colorado`, `Istanbul, Turkey`, `Żyrardów County, Masovian
//! Voivodeship`.

use crate::text::boundary;

/// Words for a part of a state, at the end of its name.
const CLASSES: &[&str] =
    &["County", "District", "Governorate", "Krai", "Oblast", "Prefecture", "Province", "Raion", "Region", "Voivodeship"];

/// Words of such a part's name at most.
const WORDS: usize = 3;

/// Countries, as news write them. Those that are states of others too, and those whose names are written with an article, are
/// left out.
const COUNTRIES: &str = "Afghanistan|Albania|Algeria|Angola|Argentina|Armenia|Australia|Austria|Azerbaijan|Bahrain|Bangladesh|\
    Belarus|Belgium|Belize|Benin|Bhutan|Bolivia|Bosnia and Herzegovina|Botswana|Brazil|Brunei|Bulgaria|Burkina Faso|Burundi|\
    Cambodia|Cameroon|Canada|Cape Verde|Chad|Chile|China|Colombia|Costa Rica|Croatia|Cuba|Cyprus|Czechia|Denmark|Djibouti|\
    East Timor|Ecuador|Egypt|El Salvador|England|Eritrea|Estonia|Eswatini|Ethiopia|Fiji|Finland|France|Gabon|Germany|Ghana|\
    Greece|Guatemala|Guinea|Guyana|Haiti|Honduras|Hungary|Iceland|India|Indonesia|Iran|Iraq|Ireland|Israel|Italy|Ivory Coast|\
    Jamaica|Japan|Jordan|Kazakhstan|Kenya|Kosovo|Kuwait|Kyrgyzstan|Laos|Latvia|Lebanon|Lesotho|Liberia|Libya|Lithuania|\
    Luxembourg|Madagascar|Malawi|Malaysia|Mali|Malta|Mauritania|Mauritius|Mexico|Moldova|Mongolia|Montenegro|Morocco|\
    Mozambique|Myanmar|Namibia|Nepal|New Zealand|Nicaragua|Niger|Nigeria|North Korea|North Macedonia|Northern Ireland|Norway|\
    Oman|Pakistan|Panama|Papua New Guinea|Paraguay|Peru|Poland|Portugal|Puerto Rico|Qatar|Romania|Russia|Rwanda|Saudi Arabia|\
    Scotland|Senegal|Serbia|Sierra Leone|Slovakia|Slovenia|Somalia|South Africa|South Korea|South Sudan|Spain|Sri Lanka|Sudan|\
    Suriname|Sweden|Switzerland|Syria|Taiwan|Tajikistan|Tanzania|Thailand|Togo|Tunisia|Turkey|Turkmenistan|Uganda|Ukraine|\
    United Kingdom|Uruguay|Uzbekistan|Venezuela|Vietnam|Wales|Yemen|Zambia|Zimbabwe|UK|U.K.|USA|U.S.A.|U.S.|US";

/// States and provinces behind a town's name, as written out and in news, in the order of the alphabet: of the United States,
/// Canada and Australia. `Georgia` is a country too,
/// and short forms that are words in capitals are left out.
const REGIONS: &[&str] = &[
    "AK",
    "AL",
    "AR",
    "AZ",
    "Ala.",
    "Alabama",
    "Alaska",
    "Alberta",
    "Ariz.",
    "Arizona",
    "Ark.",
    "Arkansas",
    "British Columbia",
    "CA",
    "CO",
    "CT",
    "Calif.",
    "California",
    "Colo.",
    "Colorado",
    "Conn.",
    "Connecticut",
    "D.C.",
    "DE",
    "Del.",
    "Delaware",
    "FL",
    "Fla.",
    "Florida",
    "GA",
    "Ga.",
    "HI",
    "Hawaii",
    "IA",
    "ID",
    "IL",
    "Idaho",
    "Ill.",
    "Illinois",
    "Ind.",
    "Indiana",
    "Iowa",
    "KS",
    "KY",
    "Kan.",
    "Kansas",
    "Kentucky",
    "Ky.",
    "LA",
    "La.",
    "Louisiana",
    "MA",
    "MD",
    "MI",
    "MN",
    "MO",
    "MS",
    "MT",
    "Maine",
    "Manitoba",
    "Maryland",
    "Mass.",
    "Massachusetts",
    "Md.",
    "Mich.",
    "Michigan",
    "Minn.",
    "Minnesota",
    "Miss.",
    "Mississippi",
    "Missouri",
    "Mo.",
    "Mont.",
    "Montana",
    "N.C.",
    "N.D.",
    "N.H.",
    "N.J.",
    "N.M.",
    "N.Y.",
    "NC",
    "ND",
    "NE",
    "NH",
    "NJ",
    "NM",
    "NV",
    "NY",
    "Neb.",
    "Nebraska",
    "Nev.",
    "Nevada",
    "New Brunswick",
    "New Hampshire",
    "New Jersey",
    "New Mexico",
    "New South Wales",
    "New York",
    "Newfoundland",
    "North Carolina",
    "North Dakota",
    "Nova Scotia",
    "OH",
    "Ohio",
    "Okla.",
    "Oklahoma",
    "Ontario",
    "Ore.",
    "Oregon",
    "PA",
    "Pa.",
    "Pennsylvania",
    "Quebec",
    "Queensland",
    "R.I.",
    "RI",
    "Rhode Island",
    "S.C.",
    "S.D.",
    "SC",
    "SD",
    "Saskatchewan",
    "South Australia",
    "South Carolina",
    "South Dakota",
    "TN",
    "TX",
    "Tasmania",
    "Tenn.",
    "Tennessee",
    "Texas",
    "UT",
    "Utah",
    "VA",
    "VT",
    "Va.",
    "Vermont",
    "Victoria",
    "Virginia",
    "Vt.",
    "W.Va.",
    "WA",
    "WI",
    "WV",
    "WY",
    "Wash.",
    "Washington",
    "West Virginia",
    "Western Australia",
    "Wis.",
    "Wisconsin",
    "Wyo.",
    "Wyoming",
];

/// The end of what says where a place lies, if such words follow its name, which is a range of bytes. In a dateline, in
/// capitals, the town stands alone.
pub(super) fn end(plain: &str, (start, end): (usize, usize)) -> Option<usize> {
    let town = plain.get(start..end)?;
    if is_country(town) || !town.chars().any(char::is_lowercase) {
        return None;
    }
    let mut at = end;
    if !REGIONS.contains(&town) {
        while let Some(part) = part(plain, at).or_else(|| state(plain, at)) {
            at = part;
        }
    }
    let listed = plain.get(..start)?.ends_with(", ");
    let at = Some(at).filter(|_| !listed).and_then(|at| country(plain, at).or_else(|| country(plain, between(plain, at)?))).unwrap_or(at);
    (at > end).then_some(at)
}

fn is_country(name: &str) -> bool {
    COUNTRIES.split('|').any(|country| country == name)
}

/// The end of a name of one or two words between commas, as of a region that is not known: `, Punjab,`.
fn between(plain: &str, at: usize) -> Option<usize> {
    let rest = plain.get(at..)?.strip_prefix(", ")?;
    let (name, _) = rest.split_once(", ")?;
    let words = name.split(' ');
    let whole = words.clone().count() <= 2 && words.into_iter().all(|word| word.starts_with(char::is_uppercase));
    let letters = |sign: char| sign.is_alphabetic() || matches!(sign, ' ' | '-');
    (whole && name.chars().all(letters) && !is_country(name)).then_some(at + 2 + name.len())
}

/// The end of a part of a state, told by its last word: `, Gilan Province`.
fn part(plain: &str, at: usize) -> Option<usize> {
    let mut end = at + 2;
    let rest = plain.get(at..)?.strip_prefix(", ")?;
    for (number, word) in rest.split([' ', '\n']).take(WORDS).enumerate() {
        let letters = word.trim_end_matches(|sign: char| !sign.is_alphabetic());
        if !word.starts_with(char::is_uppercase) {
            return None;
        }
        if number > 0 && CLASSES.contains(&letters) {
            return Some(end + letters.len());
        }
        if letters != word {
            return None;
        }
        end += word.len() + 1;
    }
    None
}

/// The end of a state of a federation.
fn state(plain: &str, at: usize) -> Option<usize> {
    let rest = plain.get(at..)?.strip_prefix(", ")?;
    longest(REGIONS.iter().copied(), rest).map(|length| at + 2 + length)
}

/// The end of a country behind which a clause ends too: in `after talks in Berlin, France said` it begins one, and before
/// `, and` it is one of several.
fn country(plain: &str, at: usize) -> Option<usize> {
    let rest = plain.get(at..)?.strip_prefix(", ")?;
    let length = longest(COUNTRIES.split('|'), rest)?;
    let behind = rest.get(length..)?;
    let ends = behind.is_empty() || behind.starts_with([',', '.', ';', ':', ')', '\n', '!', '?']);
    let listed = [", and ", ", or ", ", but "].iter().any(|word| behind.starts_with(word)) || names_another(behind);
    (ends && !listed).then_some(at + 2 + length)
}

/// Whether a country follows in the list.
fn names_another(behind: &str) -> bool {
    behind.strip_prefix(", ").is_some_and(|behind| longest(COUNTRIES.split('|'), behind).is_some())
}

/// The length of the longest of some names that a text begins with, as whole words.
fn longest<'n>(names: impl Iterator<Item = &'n str>, text: &str) -> Option<usize> {
    names.filter(|name| text.starts_with(name) && boundary::may_end(text, name.len())).map(str::len).max()
}

#[cfg(test)]
mod tests {
    use super::end;

    /// The name stands in brackets; `|` is where it ends with what belongs to it.
    #[track_caller]
    fn check(marked: &str) {
        let (start, stop) = (marked.find('[').expect("["), marked.find(']').expect("]") - 1);
        let at = marked.find('|').map(|at| at - 2);
        let text: String = marked.replace(['[', ']', '|'], "");
        assert_eq!(end(&text, (start, stop)), at, "{marked}");
    }

    #[test]
    fn regions() {
        check("in [Denver], Colorado| and");
        check("born in [Istanbul], Turkey|, he");
        check("in [Lytkarino], Moscow Oblast|.\n\nThe");
        check("[Fuman], Gilan Province, Iran|.");
        check("in [Adelaide], South Australia, Australia|.");
        check("after talks in [Berlin], France said");
        check("between [Berlin], Ukraine, and others");
        check("between [Syria], Yemen, or");
        check("Moscow, [Beijing], Iran.");
        check("Today, [Springfield], Ill.|-based");
        check("of [Queensland], Australia|, where");
        check("in [Lahore], Punjab, India|, on");
        check("in [Ohio], Texas and Iowa");
        check("[BAGHDAD], Iraq.");
        check("[Washington], however");
    }
}
