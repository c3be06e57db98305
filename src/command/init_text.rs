//! The first article and the first entity of a new site, in its language where there are such texts, else in English.

use super::write::yaml;

/// What a new site begins with.
struct Sample {
    language: &'static str,
    title: &'static str,
    description: &'static str,
    body: &'static str,
    /// What the glossary's file says of itself.
    comment: &'static str,
    name: &'static str,
    aliases: &'static str,
    /// The card's sentence.
    sentence: &'static str,
}

const ENGLISH: Sample = Sample {
    language: "en",
    title: "A first briefing",
    description: "What an article looks like before and after it is built.",
    body: "\
This text is written in plain Markdown. It names Kyiv without any markup, and the built page links the name to
the glossary and shows a card, because `content/glossary/places.yaml` describes the city.

[A passage that needs context][^context] carries a note of its own.

[^context]: The note stands beside the passage on a wide screen and opens in place on a narrow one.
",
    comment: "Entities: what the articles mention. Each name and alias is found in the texts by itself.",
    name: "Kyiv",
    aliases: "[Kiev]",
    sentence: "Capital of Ukraine.",
};

const SAMPLES: &[Sample] = &[
    Sample {
        language: "uk",
        title: "Перший огляд",
        description: "Який вигляд має стаття до збирання сайту і після нього.",
        body: "\
Цей текст написано звичайним Markdown. Київ у ньому названо без жодної розмітки, а на готовій сторінці назва веде до
глосарію й показує картку, бо місто описано у файлі `content/glossary/places.yaml`. Відмінки теж упізнаються: у Києві, з Києва.

[Місце, яке варто пояснити][^context], має власну примітку.

[^context]: На широкому екрані примітка стоїть поруч із цим місцем, на вузькому відкривається просто в тексті.
",
        comment: "Про кого і про що пишуть статті. Назви та їхні варіанти знаходяться в текстах самі.",
        name: "Київ",
        aliases: "[]",
        sentence: "Столиця України.",
    },
    Sample {
        language: "ru",
        title: "Первый обзор",
        description: "Как статья выглядит до сборки сайта и после неё.",
        body: "\
Этот текст написан обычным Markdown. Киев назван в нём без всякой разметки, а на готовой странице название ведёт в
глоссарий и показывает карточку, потому что город описан в файле `content/glossary/places.yaml`. Падежи узнаются тоже: в Киеве, из Киева.

[Место, которое стоит пояснить][^context], снабжено примечанием.

[^context]: На широком экране примечание стоит рядом с этим местом, на узком открывается прямо в тексте.
",
        comment: "О ком и о чём пишут статьи. Названия и их варианты находятся в текстах сами.",
        name: "Киев",
        aliases: "[]",
        sentence: "Столица Украины.",
    },
    Sample {
        language: "pl",
        title: "Pierwszy przegląd",
        description: "Jak artykuł wygląda przed zbudowaniem strony i po nim.",
        body: "\
Ten tekst napisano zwykłym Markdownem. Kijów jest w nim nazwany bez żadnych znaczników, a na gotowej stronie nazwa prowadzi do
glosariusza i pokazuje kartę, bo miasto opisano w pliku `content/glossary/places.yaml`. Przypadki też są rozpoznawane: w Kijowie, z Kijowa.

[Miejsce, które warto objaśnić][^context], ma własny przypis.

[^context]: Na szerokim ekranie przypis stoi obok tego miejsca, na wąskim otwiera się w tekście.
",
        comment: "O kim i o czym piszą artykuły. Nazwy i ich warianty są znajdowane w tekstach same.",
        name: "Kijów",
        aliases: "[]",
        sentence: "Stolica Ukrainy.",
    },
    Sample {
        language: "de",
        title: "Ein erster Überblick",
        description: "Wie ein Artikel vor und nach dem Bauen aussieht.",
        body: "\
Dieser Text ist in schlichtem Markdown geschrieben. Er nennt Kyjiw ohne jede Auszeichnung; auf der fertigen Seite führt der Name
ins Glossar und zeigt eine Karte, weil `content/glossary/places.yaml` die Stadt beschreibt.

[Eine Stelle, die Erläuterung braucht][^context], hat eine eigene Anmerkung.

[^context]: Auf einem breiten Bildschirm steht die Anmerkung neben der Stelle, auf einem schmalen öffnet sie sich im Text.
",
        comment: "Wer und was in den Artikeln vorkommt. Namen und ihre anderen Formen werden in den Texten von selbst gefunden.",
        name: "Kyjiw",
        aliases: "[Kiew]",
        sentence: "Hauptstadt der Ukraine.",
    },
    Sample {
        language: "fr",
        title: "Un premier point",
        description: "À quoi ressemble un article avant et après la construction du site.",
        body: "\
Ce texte est écrit en simple Markdown. Kyiv y est nommée sans aucun balisage ; sur la page construite, le nom mène au
glossaire et montre une fiche, car `content/glossary/places.yaml` décrit la ville.

[Un passage qui demande du contexte][^context] porte sa propre note.

[^context]: La note se tient à côté du passage sur un grand écran et s’ouvre sur place sur un petit.
",
        comment: "Qui et quoi les articles mentionnent. Chaque nom et chaque variante se trouvent seuls dans les textes.",
        name: "Kyiv",
        aliases: "[Kiev]",
        sentence: "Capitale de l’Ukraine.",
    },
    Sample {
        language: "es",
        title: "Un primer resumen",
        description: "Cómo se ve un artículo antes y después de construir el sitio.",
        body: "\
Este texto está escrito en Markdown sencillo. Nombra Kiev sin ninguna marca; en la página construida, el nombre lleva al
glosario y muestra una ficha, porque `content/glossary/places.yaml` describe la ciudad.

[Un pasaje que necesita contexto][^context] lleva su propia nota.

[^context]: La nota está junto al pasaje en una pantalla ancha y se abre en el texto en una estrecha.
",
        comment: "Quién y qué se menciona en los artículos. Cada nombre y cada variante se encuentran solos en los textos.",
        name: "Kiev",
        aliases: "[Kyiv]",
        sentence: "Capital de Ucrania.",
    },
];

fn of(language: &str) -> &'static Sample {
    let primary = language.split('-').next().unwrap_or_default();
    SAMPLES.iter().find(|sample| sample.language == primary).unwrap_or(&ENGLISH)
}

/// The first article, of a day.
pub(super) fn article(language: &str, date: &str) -> String {
    let sample = of(language);
    // A text in another language than the site's says so.
    let own = if language.split('-').next() == Some(sample.language) { "" } else { "# This sample is in English: write over it.\n" };
    let (title, description) = (yaml(sample.title), yaml(sample.description));
    format!("---\n{own}title: {title}\ndate: {date}\ndescription: {description}\n---\n\n{}", sample.body)
}

/// The first entity.
pub(super) fn entity(language: &str) -> String {
    let sample = of(language);
    let aliases = if sample.aliases == "[]" { String::new() } else { format!("  aliases: {}\n", sample.aliases) };
    format!("# {}\n- id: kyiv\n  name: {}\n  kind: place\n{aliases}  description: {}\n", sample.comment, sample.name, sample.sentence)
}
