//! Czech. After the «Internetová jazyková příručka» of the Ústav pro jazyk český, declension of nouns and proper names.

use super::declension::{A, F, Grammar, M, N, P, Row};

pub(super) const GRAMMAR: Grammar =
    Grammar { rows: ROWS, acronyms: &[], relational: RELATIONAL, possessors: POSSESSORS, possessive: POSSESSIVE, first_only: false };

/// Suffixes of relational adjectives, without their endings.
const RELATIONAL: &[&str] = &["sk", "ck"];

const POSSESSORS: &[Row] = &[
    Row(M, "bcčdfghjklmnprřsštvwxzž", "", "ov"),
    Row(M, "", "ek", "kov|ekov"),
    Row(M, "", "el", "lov|elov"),
    Row(M, "", "ec", "cov|ecov"),
    Row(M, "", "a", "ov|in"),
    Row(M, "", "o", "ov"),
    Row(M, "iy", "", "ov"),
];

const POSSESSIVE: &str = "=ův a o i y ě u ou ým ých ými";

const ROWS: &[Row] = &[
    // -a: feminine, and masculine with a dative in -ovi. The consonant before it softens.
    Row(M | F, "", "a", "y|i ě|e|+ovi|i u ou ě|e|+ovi|i o"),
    Row(M | F, "", "ka", "ky ce|+kovi ku kou ce|+kovi ko"),
    Row(M | F, "", "ga", "gy ze|+govi gu gou ze|+govi go"),
    Row(M | F, "", "ha", "hy ze|+hovi hu hou ze|+hovi ho"),
    Row(M | F, "", "cha", "chy še|+chovi chu chou še|+chovi cho"),
    Row(M | F, "", "ra", "ry ře|+rovi ru rou ře|+rovi ro"),
    Row(M | F, "cčjřšž", "a", "i|e|y i|+ovi u|o ou i|+ovi o"),
    Row(M | F, "ei", "a", "je|y|e ji|e|i ju|u jou|ou ji|e|i o|a"),
    // Feminine in -e, -ě, and in a consonant.
    Row(F, "", "e", "e i i í i e"),
    Row(F, "", "ě", "ě i i í i ě"),
    Row(F, "bcčdfjlmnprřsštvzž", "", "e|i i - í i i"),
    Row(F, "", "ň", "ně ni ň ní ni ni"),
    Row(F, "", "eň", "ně ni eň ní ni ni"),
    Row(F, "", "ť", "ti|tě ti ť tí ti ti"),
    Row(F, "", "ď", "di|dě di ď dí di di"),
    Row(F, "", "ev", "ve vi ev ví vi vi"),
    // Masculine, hard.
    Row(M, "bdfhghklmnprtvwx", "", "a|u ovi|u a em|ou ovi|u|ě|e e|u"),
    Row(M, "", "k", "ka|ku kovi|ku ka kem kovi|ku|ce ku|če"),
    Row(M, "", "h", "ha|hu hovi|hu ha hem hovi|hu|ze hu|že"),
    Row(M, "", "ch", "cha|chu chovi|chu cha chem chovi|chu|še chu"),
    Row(M, "", "g", "ga|gu govi|gu ga gem govi|gu|ze gu"),
    Row(M, "", "r", "ra|ru rovi|ru ra rem rovi|ru|ře|re re|ře"),
    Row(M, "", "l", "la|lu|le lovi|lu|li la|le lem lovi|lu|le|li le|li"),
    Row(M, "sz", "", "a|u|e ovi|u|i a|e em ovi|u|e|i|ě e|i"),
    Row(M, "", "us", "a|use|usa|usu ovi|usovi|usu a|use|usa em|usem ovi|usovi|usu e|usi"),
    // Fleeting vowels.
    Row(M, "", "ek", "ka|ku|eka|eku kovi|ku|ekovi|eku ka|eka kem|ekem kovi|ku|ekovi|ce ku|če|eku"),
    Row(M, "", "ec", "ce|ece ci|covi|eci|ecovi ce|ece cem|ecem ci|covi|eci|ecovi če|eci"),
    Row(M, "", "el", "la|lu|ela|elu|ele|le lovi|lu|elovi|elu|eli|li la|ela|ele|le lem|elem lovi|lu|le|elovi|elu|eli|li le|eli|ele"),
    Row(M, "", "en", "na|nu|ena|enu nu|novi|enovi|enu na|ena nem|enem nu|novi|ně|enovi|enu ne|ene"),
    Row(M, "", "er", "ra|ru|era|eru rovi|ru|erovi|eru ra|era rem|erem rovi|ru|erovi|eru|eře re|ere"),
    Row(M, "", "em", "mu|ma|ema|emu mu|movi|emovi|emu ma|ema mem|emem mu|movi|mě|emovi|emu me|eme"),
    // A long vowel that is short in an open syllable.
    Row(M, "", "ům", "omu omu ům omem omě|omu ome"),
    Row(M, "", "ůl", "olu olu ůl olem ole|olu ole"),
    Row(M, "", "ůr", "oru|ora oru|orovi ůr|ora orem oru|oře ore"),
    // Masculine, soft.
    Row(M, "cčćđjřšžż", "", "e|a i|ovi e|a em i|ovi i|e"),
    Row(M, "", "ň", "ně ni|ňovi ně něm ni|ňovi ni"),
    Row(M, "", "ť", "tě|ťa ti|ťovi tě|ťa těm|ťem ti|ťovi ti"),
    Row(M, "", "ď", "dě|ďa di|ďovi dě|ďa děm|ďem di|ďovi di"),
    // Masculine in a vowel.
    Row(M, "", "o", "a ovi|u a em ovi|u o"),
    Row(M, "", "e", "eho|e|a emu|ovi|i eho|e|a em emu|ovi|em|i e"),
    Row(M, "", "i", "iho imu|iovi iho im im|imu|iovi i"),
    Row(M, "", "y", "yho ymu|yovi yho ym|yem ym|ymu|yovi y"),
    Row(M, "", "u", "ua uovi ua uem uovi u"),
    Row(M, "", "ův", "ova ovu ova ovým ově|ovu ův"),
    // Neuter.
    Row(N, "", "o", "a u o em ě|u|e o"),
    Row(N, "kghr", "o", "a u o em u|e o"),
    Row(N, "", "ko", "ka ku ko kem ku|ce ko"),
    Row(N, "", "e", "e i e em i e"),
    Row(N, "", "ě", "ě i ě ěm i ě"),
    Row(N, "", "í", "í í í ím í í"),
    Row(N, "", "um", "a u um em u um"),
    Row(N, "", "ium", "ia iu ium iem iu ium"),
    // Plurals.
    Row(P, "", "y", "ů|- ům|ám y y|ami ech|ách y"),
    Row(P, "", "ky", "ek|ků kám|kům ky kami|ky kách|cích ky"),
    Row(P, "", "e", "í|-|ů ím|ům e emi|i ích e"),
    Row(P, "", "ě", "í|- ím ě ěmi ích ě"),
    Row(P, "", "a", "- ům a y ech a"),
    Row(P, "", "i", "ů|- ům y y|i ech|ích i"),
    Row(P, "", "é", "ů ům y|e y|i ech|ích é"),
    Row(P, "", "ové", "ů ům y y ech ové"),
    Row(P, "", "ši", "chů|šů chům|šům chy|še chy|ši ších ši"),
    Row(P, "", "ci", "ků|ců kům|cům ky|ce ky|ci cích ci"),
    Row(P, "", "zi", "hů|zů hům|zům hy|zy hy|zy zích|zech zi"),
    // Adjectives.
    Row(A | M, "", "ý", "ého ému ého|ý ým ém ý"),
    Row(A | M, "", "í", "ího ímu ího|í ím ím í"),
    Row(A | F, "", "á", "é é ou ou é á"),
    Row(A | F, "", "í", "í í í í í í"),
    Row(A | F, "", "ova", "ovy ově ovu ovou ově ova"),
    Row(A | N, "", "é", "ého ému é ým ém é"),
    Row(A | N, "", "í", "ího ímu í ím ím í"),
    Row(A | N, "", "ovo", "ova ovu ovo ovým ově|ovu ovo"),
    Row(A | P, "", "ovy", "ových ovým ovy ovými ových ovy"),
    Row(A | P, "", "é", "ých ým é ými ých é"),
    Row(A | P, "", "í", "ích ím í ími ích í"),
    Row(A | P, "", "á", "ých ým á ými ých á"),
];
