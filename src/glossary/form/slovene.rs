//! Slovene. After «Slovenski pravopis» (2001), rules on the declension of proper names.

use super::declension::{A, F, Grammar, M, N, P, Row};

pub(super) const GRAMMAR: Grammar =
    Grammar { rows: ROWS, acronyms: ACRONYMS, relational: RELATIONAL, possessors: POSSESSORS, possessive: POSSESSIVE, first_only: false };

/// Suffixes of relational adjectives, without their endings.
const RELATIONAL: &[&str] = &["sk", "šk", "ck", "čk"];

/// `Trumpov`, `Mayeva`; the feminine of a surname (`Merklova`) is the same word.
const POSSESSORS: &[Row] = &[
    Row(M, "bdfghklmnprstvwxz", "", "ov"),
    Row(M, "cčćđjšž", "", "ev"),
    Row(M, "", "r", "rov|rjev"),
    Row(M, "", "ec", "cev|ecev|čev"),
    Row(M, "", "ek", "kov|ekov"),
    Row(M, "", "el", "lov|elov|ljev|eljev"),
    Row(M, "", "en", "nov|enov"),
    Row(M, "", "er", "rov|erov|erjev"),
    Row(M, "", "a", "ov|in|ev"),
    Row(M, "", "o", "ov|ev"),
    Row(M, "", "e", "ev|ov|ejev"),
    Row(M, "iyué", "", "jev|ev|in"),
];

const POSSESSIVE: &str = "- a o ega emu em im i e ih imi";

/// Endings follow a hyphen: `NATO-a`, `EU-ja`, `SDS-om`.
const ACRONYMS: &[(&str, &str)] = &[
    ("BCČDFGHJKLMNPRSŠTVXZŽ", "-a|-ja -u|-ju -a|-ja -om|-em|-jem -u|-ju"),
    ("AEIOUY", "-a|-ja|-je -u|-ju|-ji -a|-ja|-jo -om|-em|-jem|-jo -u|-ju|-ji"),
];

const ROWS: &[Row] = &[
    // -a: feminine, and masculine of the same declension or of the second (Luka: Luke, Luka).
    Row(M | F, "", "a", "e|a i|u o|a o|om i|u"),
    Row(M, "cčćđjšž", "a", "e|a i|u o|a o|em i|u"),
    // Countries that are adjectives: `na Hrvaškem`.
    Row(F, "", "ska", "ske ski|skemu sko sko ski|skem"),
    Row(F, "", "ška", "ške ški|škemu ško ško ški|škem"),
    // Feminine in a consonant.
    Row(F, "bcčćdfgjklmnprsštvzž", "", "i i - jo|ijo i"),
    Row(F, "", "ev", "ve vi ev vijo vi"),
    Row(F, "", "en", "ni|eni ni|eni en nijo|enijo ni|eni"),
    Row(F, "", "sen", "sni sni sen snijo sni"),
    // Masculine in a consonant.
    Row(M, "bdfghklmnprstvwxz", "", "a|u u a om u"),
    Row(M, "cčćđjšž", "", "a u a em|om u"),
    Row(M, "", "x", "xa|ksa xu|ksu xa|ksa xom|xem|ksom xu|ksu"),
    Row(M, "", "r", "ra|rja ru|rju ra|rja rom|rjem ru|rju"),
    // Fleeting vowels.
    Row(M, "", "ec", "ca|eca cu|ecu ca|eca cem|ecem cu|ecu"),
    Row(M, "", "ek", "ka|eka ku|eku ka|eka kom|ekom ku|eku"),
    Row(M, "", "el", "la|ela|lja|elja lu|elu|lju|elju la|ela|lja|elja lom|elom|ljem|eljem lu|elu|lju|elju"),
    Row(M, "", "elj", "lja|elja lju|elju lja|elja ljem|eljem lju|elju"),
    Row(M, "", "en", "na|ena nu|enu na|ena nom|enom nu|enu"),
    Row(M, "", "em", "ma|ema mu|emu ma|ema mom|emom mu|emu"),
    Row(M, "", "ar", "ra|ara|arja ru|aru|arju ra|ara|arja rom|arom|arjem ru|aru|arju"),
    Row(M, "", "er", "ra|era|erja ru|eru|erju ra|era|erja rom|erom|erjem ru|eru|erju"),
    Row(M, "", "et", "ta|eta tu|etu ta|eta tom|etom tu|etu"),
    Row(M, "", "anj", "nja|anja nju|anju nja|anja njem|anjem nju|anju"),
    // Masculine in a vowel: foreign names take j, French ones with a silent -e drop it.
    Row(M, "", "o", "a|oja u|oju a|oja om|em|ojem u|oju"),
    Row(M, "", "io", "ia|ija iu|iju ia|ija iom|iem|ijem iu|iju"),
    Row(M, "", "i", "ija iju ija ijem iju"),
    Row(M, "", "y", "yja|ya|a yju|yu|u yja|ya|a yjem|yem|em yju|yu|u"),
    Row(M, "", "e", "a|eja|ea u|eju|eu a|eja|ea om|em|ejem|eom u|eju|eu"),
    Row(M, "", "ee", "eeja|eja eeju|eju eeja|eja eejem|ejem eeju|eju"),
    Row(M, "", "é", "éja éju éja éjem éju"),
    Row(M, "", "u", "uja uju uja ujem uju"),
    // Neuter.
    Row(N, "", "o", "a u o om u"),
    Row(N, "", "e", "a u e em u"),
    // Plurals; inhabitants are often given in the singular.
    Row(P, "", "ec", "cev cem ce|ci ci|ce cih|ci"),
    Row(P, "", "an", "anov anom ane|ani ani|ane anih|ani"),
    Row(P, "", "at", "atov atom ate|ati ati|ate atih|ati"),
    Row(P, "", "i", "ov|ev om|em e i ih"),
    Row(P, "", "ci", "cev|cov cem ce ci cih"),
    Row(P, "", "ji", "jev jem je ji jih"),
    Row(P, "", "e", "-|i am|em e ami|emi ah|eh"),
    Row(P, "", "je", "j|ij jam je jami jah"),
    Row(P, "", "a", "- om a i ih"),
    // Adjectives, and surnames in -ski, -ova.
    Row(A | M, "", "i", "ega emu ega|i im em"),
    Row(A | F, "", "a", "e i o o i"),
    Row(A | N, "", "o", "ega emu o im em"),
    Row(A | N, "", "e", "ega emu e im em"),
    Row(A | P, "", "e", "ih im e imi ih"),
    Row(A | P, "", "i", "ih im e imi ih"),
    Row(A | P, "", "a", "ih im a imi ih"),
    Row(A | M, "", "en", "nega nemu nega|en nim nem"),
];
