//! Words beside and inside of names that tell what they name, a table a language. Short on purpose: what none of them tells
//! stays unknown.

/// The words of a language.
struct Cues {
    /// Small words inside of names.
    connectors: &'static str,
    /// Verbs behind a person's name.
    acts: &'static str,
    /// Offices and the like before a person's name, in small letters.
    offices: &'static str,
    /// Words before a place's name.
    places: &'static str,
    /// Beginnings of words that say that a name is an organisation's.
    organizations: &'static str,
    /// Beginnings of words that say that a name is a place's.
    lands: &'static str,
    /// Days and months that are written with a capital.
    time: &'static str,
}

const NONE: Cues = Cues { connectors: "", acts: "", offices: "", places: "", organizations: "", lands: "", time: "" };

const ENGLISH: Cues = Cues {
    connectors: "of the for de la le du di da del der den van von bin ibn al el y e",
    acts: "said says told added asked believes called claimed explained insisted replied thinks wrote died",
    offices: "actor actress adviser aide ambassador analyst author chancellor coach congressman director doctor editor general \
              governor judge lawyer leader manager mayor minister officer physicist player premier president professor scientist \
              secretary senator singer spokesman spokesperson spokeswoman writer",
    places: "in near from at",
    organizations: "Academy Administration Agency Airlines Airways Alliance Army Assembly Association Authority Bank Board Bureau \
                    Cabinet Center Centre Church Club Coalition College Commission Committee Company Conference Congress Corp \
                    Corporation Council Court Department Federation Force Forces Foundation Front Fund Government Group Guard Inc \
                    Institute League Ltd Ministry Museum Office Organization Organisation Parliament Party Police School Senate \
                    Service Society Times Union University",
    lands: "Airport Avenue Bay Beach Bridge City County District Island Islands Lake Mount Mountain Mountains Ocean Park Peninsula \
            Province Region Republic River Road Sea Square State States Street Valley",
    time: "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September \
           October November December",
};

const GERMAN: Cues = Cues {
    connectors: "von van der den zu de la",
    acts: "sagte erklärte betonte forderte sagt",
    offices: "",
    places: "in aus nach bei",
    organizations: "Amt Bank Bund Gericht Gesellschaft Institut Ministerium Partei Rat Universität Verband Verein",
    lands: "Fluss Insel Kreis See Stadt",
    time: "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag Januar Februar März April Mai Juni Juli August September \
           Oktober November Dezember",
};

const UKRAINIAN: Cues = Cues {
    connectors: "ван фон де ла дер аль ель бен ібн",
    acts: "сказав сказала заявив заявила повідомив повідомила вважає каже говорить зазначив зазначила додав додала наголосив \
           написав написала підкреслив",
    offices: "президент прем'єр прем’єр міністр канцлер речник речниця глава голова лідер депутат сенатор адвокат суддя журналіст \
              експерт аналітик директор посол генерал",
    places: "в у до з із зі на біля поблизу під",
    organizations: "Агентств Академі Асоціаці Банк Бюро Верховн Інститут Комісі Комітет Конгрес Корпораці Міністерств Організаці \
                    Парламент Парті Рад Сенат Служб Союз Суд Університет Фонд Центр",
    lands: "Област Острів Район Республік Море Королівств",
    time: "",
};

const RUSSIAN: Cues = Cues {
    connectors: "ван фон де ла дер аль эль бен ибн",
    acts: "сказал сказала заявил заявила сообщил сообщила считает говорит отметил отметила добавил добавила подчеркнул написал",
    offices: "президент премьер министр канцлер глава председатель лидер депутат сенатор адвокат судья журналист эксперт директор \
              посол генерал",
    places: "в во из на под у до",
    organizations: "Агентств Академи Ассоциаци Банк Бюро Верховн Институт Комисси Комитет Конгресс Корпораци Министерств \
                    Организаци Парламент Парти Совет Сенат Служб Союз Суд Университет Фонд Центр",
    lands: "Област Остров Район Республик Море Королевств",
    time: "",
};

const POLISH: Cues = Cues {
    connectors: "de van von la der",
    acts: "powiedział powiedziała oświadczył oświadczyła stwierdził stwierdziła dodał dodała uważa mówi",
    offices: "prezydent premier minister kanclerz szef lider poseł senator dyrektor ambasador generał rzecznik",
    places: "w we z ze do na pod",
    organizations: "Agencj Akademi Bank Biur Fundacj Instytut Komisj Komitet Kongres Ministerstw Organizacj Parti Rad Sejm Senat \
                    Sąd Uniwersytet Unia Unii Związ",
    lands: "Morze Republik Wysp",
    time: "",
};

const CZECH: Cues = Cues {
    connectors: "de van von la der",
    acts: "řekl řekla uvedl uvedla prohlásil prohlásila dodal dodala říká",
    offices: "prezident premiér ministr kancléř předseda šéf poslanec senátor ředitel velvyslanec generál mluvčí",
    places: "v ve z ze do na u",
    organizations: "Agentur Akademi Bank Institut Komis Kongres Ministerstv Organizac Rad Senát Soud Strana Univerzit Unie Úřad",
    lands: "Ostrov Republik",
    time: "",
};

fn cues(language: &str) -> &'static Cues {
    match language {
        "en" => &ENGLISH,
        "de" => &GERMAN,
        "uk" => &UKRAINIAN,
        "ru" => &RUSSIAN,
        "pl" => &POLISH,
        "cs" => &CZECH,
        _ => &NONE,
    }
}

/// What words beside a name tell of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Beside {
    /// It is a person's.
    Person,
    /// It is a place's.
    Place,
    /// Nothing.
    Nothing,
}

/// What the words in small letters before and behind a name tell of it.
pub(super) fn beside(before: &str, behind: &str, language: &str) -> Beside {
    let cues = cues(language);
    if listed(cues.acts, behind) || starts(cues.offices, before) {
        Beside::Person
    } else if listed(cues.places, before) {
        Beside::Place
    } else {
        Beside::Nothing
    }
}

/// The kind that a word of a name tells.
pub(super) fn kind(word: &str, language: &str) -> Option<&'static str> {
    let cues = cues(language);
    let is = |words: &str| if language == "en" || language == "de" { listed(words, word) } else { starts(words, word) };
    if is(cues.organizations) {
        Some("organization")
    } else if is(cues.lands) {
        Some("place")
    } else {
        None
    }
}

/// Whether a small word may stand inside of a name.
pub(super) fn connects(word: &str, language: &str) -> bool {
    listed(cues(language).connectors, word)
}

/// Whether a word with a capital is a day or a month.
pub(super) fn is_time(word: &str, language: &str) -> bool {
    listed(cues(language).time, word)
}

fn listed(words: &str, word: &str) -> bool {
    !word.is_empty() && words.split_ascii_whitespace().any(|known| known == word)
}

/// Whether a word begins with one of a list: with endings of any kind.
fn starts(words: &str, word: &str) -> bool {
    !word.is_empty() && words.split_ascii_whitespace().any(|known| word.starts_with(known))
}
