//! Words that say nothing about what a text is about, a list a language.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

/// Whether a word in small letters is such a word in a language, given by its primary subtag.
pub fn is_stop_word(word: &str, language: &str) -> bool {
    LISTS.get(language).is_some_and(|list| list.contains(word))
}

static LISTS: LazyLock<FxHashMap<&str, FxHashSet<&str>>> = LazyLock::new(|| {
    let lists = [
        ("en", ENGLISH),
        ("uk", UKRAINIAN),
        ("ru", RUSSIAN),
        ("be", BELARUSIAN),
        ("pl", POLISH),
        ("cs", CZECH),
        ("sk", CZECH),
        ("bg", BULGARIAN),
        ("sl", SLOVENE),
        ("de", GERMAN),
        ("fr", FRENCH),
        ("es", SPANISH),
        ("pt", PORTUGUESE),
        ("it", ITALIAN),
        ("nl", DUTCH),
    ];
    lists.into_iter().map(|(language, list)| (language, list.split_ascii_whitespace().collect())).collect()
});

const ENGLISH: &str = "a about above across after again against all along also although am amid among around an and any are aren't as at be because been before \
    being below between both but by can can't cannot could couldn't did didn't do does doesn't doing don't down during each even \
    every few for from further get gets got had has hasn't have haven't having he he's her here hers herself him himself his how i \
    i'd i'll i'm i've if in into is isn't it it's its itself just let like made make many may me might more most much must my \
    myself no nor not now of off on once one only or other our ours out over own per said same say says she should shouldn't since \
    so some still such than that that's the their theirs them themselves then there there's these they they're they've this those \
    through to too under until up upon us use used using very via was wasn't we we'd we'll we're we've well were weren't what when \
    where whether which while who whom whose why will with within without won't would wouldn't yet you you'll you're you've your \
    yours";

const UKRAINIAN: &str = "а або адже але без би б був буде будуть була були було бути в вам вас вже ви від він вона вони воно все \
    всі весь вся в де для до його йому є ж за зі з і із її їй її їм їх їхній й коли кого крім лише ми між може мене мені на над нам нас \
    наш не нею ні ним ними них но об однак ось під після по при про проти саме свій свої свого своєї своїх себе собі та так також \
    така такий такі там те теж ти тим тих то тоді той того тому тут тільки у уже усі хоча хто це цей цього цьому ця ці цих цієї час че \
    через чи чого ще що щоб щодо як яка яке який яких які якій яку якого я";

const RUSSIAN: &str = "а без более бы был была были было быть в вам вас весь во вот все всё всего всех вы где да даже для до его ее \
    её ей ему если есть еще ещё ж же за здесь и из или им их к как какой когда которая которого которое которой которые который \
    которых кто ли либо между меня мне может мы на над надо нам нас наш не него нее неё нет ни них но ну о об однако он она они оно от \
    очень по под после потому при про раз с сам свой своей своего своих себе себя со так также такие такой там те тем то тогда того \
    тоже той только том ты тут у уже хотя чего чем через что чтобы чье эта эти этим этих это этого этой этом этот эту я";

const BELARUSIAN: &str = "а або але без бы быў была былі было быць в вам вас ваш вы гэта гэтага гэтай гэты гэтым гэтых да дзе для до \
    ж за з і із ім іх ён яго яе яна яны калі каб які якая якія якіх хто між мы на над нам нас наш не ні па пад пасля пра праз пры са \
    сам свой сваё сябе так таксама там таго той тое тут толькі у ўсё усе ўжо ці што яшчэ я";

const POLISH: &str = "a aby ale albo bardzo bez bo by był była było były być bądź ci co czy czyli dla dlatego do gdy gdyż gdzie go i \
    ich im innych iż ja jak jako je jeden jednak jednym jego jej jemu jest jestem jeszcze jeśli już każdy kiedy kto która które \
    którego której który których którym którzy ku lub ma mają mam mi między mnie może mogą można mu my na nad nam nas nasz nawet nic nich \
    nie nim niż no o obok od oraz po pod podczas poza ponieważ przed przez przy są się sobie swoich swoje swoją swój ta tak takie także \
    tam te tego tej ten teraz też to tu ty tych tylko tym u w we wam was więc wszystko wśród z za zaś ze że żeby został została zostały";

const CZECH: &str = "a aby aj ale ani ano asi až bez bude budou by být byl byla byli bylo byly co což či do i jak jako je jeho jej \
    její jejich jen jenž ještě ji již jsem jsme jsou k kde kdo když ke která které který kteří ku má mají mě mezi mi mít my na nad nebo \
    než ni nim o od po pod podle pokud pouze pro proto protože před při s se si sa sú som že tak také takže tam tato tedy ten tento \
    této tím to toho tom tomu tu už v ve však vše z za ze ako bol bola boli bolo keď pre pri sme ktorý ktorá ktoré od";

const BULGARIAN: &str = "а ако ала без би бил била било били бъде бъдат бях беше бяха в вас ваш ваша вече ви вие все всеки всички всичко във \
    върху г ги го да дали до докато е едва един една едно за зад заедно заради засега защо защото и из или им има имат й как какво \
    като към когато кого който която което които ли макар между ме ми може могат му на над нас наш не него нея ни ние никой нищо но \
    ня обаче около освен от отново пак по под поради после почти пред преди през при с са сам само се сега си след сме според срещу сте \
    съм със също т там така такъв такава такива тази те тези ти то това тогава този той толкова точно тук тя у ще щом я";

const SLOVENE: &str = "a ali ampak bi bil bila bile bili bilo bo bodo bodi bom bomo bosta boste boš brez če čez da do dokler ena eden eno \
    ga h hkrati i ima imajo imata in iz ja jaz je jih jim jo ju k kadar kaj kako kakor kar kateri katera katero katere ker ki \
    kjer ko kot le lahko ma me med mene mi mimo moj moja moje morda mu na nad naj nam nas naš naša naše ne nek neka neki nekaj ni \
    nič nihče nima niso nisem nismo njega njegov njegova njej njem njen njena njih njihov njo njun o ob od on ona oni ono oziroma pa po \
    pod poleg potem pred preden pri proti s sa saj sam samo se sebe sebi sem si skozi smo so sta ste sva svoj svoja svoje ta tako takoj \
    tam te tega tej tem temu ti tista tisti tisto to tudi tu v vam vas vaš več ven vendar vi vsa vsak vsaka vse vsega vsi vso z za zaradi \
    zato zdaj zelo že";

const GERMAN: &str = "aber alle als also am an auch auf aus bei beim bin bis bist da damit dann das dass dein dem den denn der des \
    dessen die dies diese diesem diesen dieser dieses doch dort du durch ein eine einem einen einer eines er es etwas euch für gegen \
    gibt habe haben hat hatte hatten hier ich ihm ihn ihr ihre ihrem ihren ihrer im in ins ist ja jede jeder jetzt kann kein keine können \
    könnte man mehr mein mit muss nach nicht nichts noch nun nur ob oder ohne schon sehr sein seine seinem seinen seiner seit sich sie \
    sind so sollte sondern sowie über um und uns unter vom von vor war waren was weil wenn werden wie wieder will wir wird wo wurde \
    wurden zu zum zur zwischen";

const FRENCH: &str = "a à afin ai ainsi alors après au aucun aussi autre autres aux avant avec avait avoir c ce cela celle celui ces \
    cet cette chez ceux comme contre d dans de depuis des donc dont du elle elles en encore entre est et été être eu eux fait il ils j je \
    l la le les leur leurs lors lui m ma mais me même mes moins mon n ne ni non nos notre nous on ont ou où par pas pendant peu plus pour \
    qu que quel quelle qui quoi s sa sans se selon ses si son sont sous sur t ta te tes ton tous tout toute toutes très tu un une vos \
    votre vous y était c'est d'un d'une n'est qu'il qu'elle";

const SPANISH: &str = "a al algo ante antes aquel así aún aunque bajo bien cada como con contra cual cuando de del desde donde dos \
    durante e el él ella ellas ellos en entre era es esa ese eso esta está están estas este esto estos fue fueron ha había han hasta hay \
    la las le les lo los más me mi mientras muy nada ni no nos nosotros o otra otro otros para pero poco por porque que qué quien se sea \
    según ser será si sí sido sin sobre solo son su sus también tan tanto te tiene tienen todo todos tras tu un una uno unos y ya yo";

const PORTUGUESE: &str = "a à ainda além ao aos após as às até cada com como contra da das de dela dele deles depois desde deste do \
    dos e é ela elas ele eles em entre era essa esse esta está estão este eu foi foram há isso isto já lhe mais mas me mesmo meu muito na \
    nas não nem no nos nós o os ou para pela pelas pelo pelos por porque qual quando que quem são se seja sem ser será seu seus só sob \
    sobre sua suas também tem têm ter todo todos um uma umas uns você";

const ITALIAN: &str = "a ad ai al alla alle agli anche ancora avere c che chi ci come con contro cosa cui d da dai dal dalla dalle \
    degli dei del della delle dello di dopo dove due e è ed era fra fu gli ha hanno ho i il in io l la le lei lo loro lui ma mi mia mio \
    molto ne negli nei nel nella nelle no noi non nostro o ogni per perché più poi prima qual quale quando quello questa queste questi \
    questo qui se senza si sia sono sta stata stato su sua sue sugli sui sul sulla suo suoi tra tutti tutto un una uno";

const DUTCH: &str = "aan al alle als andere ben bij daar dan dat de der deze die dit doch door dus een en er ge geen had heb hebben \
    heeft hem het hier hij hoe hun ik in is ja je kan kon kunnen maar me meer men met mij mijn moet na naar niet niets nog nu of om omdat \
    ons ook op over reeds te tegen toch toen tot u uit uw van veel voor want waren was wat we werd wezen wie wij wil wordt worden zal ze \
    zelf zich zij zijn zo zonder zou";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stop_words_go_by_language() {
        assert!(is_stop_word("the", "en") && is_stop_word("що", "uk") && is_stop_word("über", "de"));
        assert!(!is_stop_word("the", "uk") && !is_stop_word("", "en") && !is_stop_word("the", "ja"));
    }
}
