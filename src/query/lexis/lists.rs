/// Function words by language (ISO 639-1), separated by white space.
pub(super) const LISTS: &[(&str, &str)] = &[
    (
        "en",
        "a an the this that these those and or but nor so if then than as because while of in on at by for with from to into onto \
         over under about up down out off is am are was were be been being do does did doing done have has had having will would \
         shall should can could may might must i you he she it we they me him her us them my your his its our their mine yours hers \
         ours theirs myself yourself himself herself itself ourselves themselves who whom whose which what when where why how not no \
         there here i'm i've i'd i'll you're you've we're we've they're they've it's that's there's don't didn't doesn't isn't \
         wasn't aren't weren't can't couldn't wouldn't won't haven't hasn't hadn't",
    ),
    (
        "es",
        "el la los las lo un una unos unas y e o u ni pero sino que si como porque cuando donde mientras de del a al en por para con \
         sin sobre entre desde hasta hacia es son era eran fue fueron ser sido estar está están estaba estaban estoy he ha han había \
         habían haber yo tú él ella ello nosotros ellos ellas usted ustedes me te se nos os le les mi mis tu tus su sus nuestro nuestra \
         nuestros nuestras este esta esto estos estas ese esa eso esos esas aquel aquella no qué quién cuál cómo cuándo dónde",
    ),
    (
        "de",
        "der die das den dem des ein eine einen einem einer eines und oder aber denn sondern dass daß ob wenn weil als wie wo wer was \
         wann warum von vom zu zum zur in im an am auf aus bei beim mit nach für über unter um durch gegen ohne vor bis ist sind war \
         waren sein gewesen bin bist wird werden wurde wurden worden hat haben hatte hatten habe kann können konnte muss müssen soll \
         sollte will wollen ich du er sie es wir ihr mich dich sich uns euch ihm ihn ihnen mir dir mein meine dein deine seine ihre \
         unser unsere dieser diese dieses jener nicht kein keine da hier dann",
    ),
    (
        "fr",
        "le la les l un une des du de d au aux et ou mais ni car que qu si comme quand où parce dans en sur sous par pour avec sans \
         entre vers chez est sont était étaient être été suis es sommes êtes ai as a avons avez ont avait avaient avoir je j tu il elle \
         on nous vous ils elles me m te t se s lui leur leurs y mon ma mes ton ta tes son sa ses notre nos votre vos ce cet cette ces \
         c ça cela qui quoi dont ne n pas là c'est j'ai qu'il qu'elle qu'on d'un d'une n'est l'on s'est",
    ),
    (
        "it",
        "il lo la i gli le l un uno una e ed o ma né che se come quando dove perché di del dello della dei degli delle a al allo alla \
         ai agli alle da dal dalla dai in nel nella nei nelle su sul sulla con per tra fra è sono era erano essere stato ho hai ha \
         abbiamo avete hanno aveva avevano io tu lui lei noi voi loro mi ti si ci vi ne mio mia tuo sua suo nostro nostra questo questa \
         questi queste quello quella non chi cosa",
    ),
    (
        "pt",
        "o a os as um uma uns umas e ou mas nem que se como quando onde porque de do da dos das em no na nos nas por pelo pela para com \
         sem sobre entre até é são era eram foi foram ser sido estar está estão estava tem têm tinha tinham ter há eu tu ele ela nós \
         eles elas você vocês me te lhe lhes meu minha seu sua nosso nossa este esta isto esse essa isso aquele aquela não quem qual ao aos",
    ),
    (
        "nl",
        "de het een en of maar want dat die dit deze als dan omdat wanneer waar wie wat hoe van in op aan bij met naar voor door over \
         onder uit om tot tegen zonder is zijn was waren ben bent geweest wordt worden werd werden heeft hebben had hadden heb kan kunnen \
         kon moet moeten zal zou wil ik jij je hij zij ze het wij we jullie u mij me jou hem haar ons hen hun mijn jouw onze niet geen er \
         hier daar te",
    ),
    (
        "sv",
        "en ett den det de och eller men att som om när där vad vem hur av i på till från med för vid under över utan är var vara varit \
         har hade ha blir blev kan kunde ska skulle vill måste jag du han hon vi ni mig dig sig oss er honom henne dem min mitt mina din \
         sin vår detta denna dessa inte ingen här då så",
    ),
    (
        "da",
        "en et den det de og eller men at som om når hvor hvad hvem hvordan af i på til fra med for ved under over uden er var være været \
         har havde have bliver blev kan kunne skal skulle vil må jeg du han hun vi i mig dig sig os jer ham hende dem min mit mine din sin \
         vores dette denne disse ikke ingen her der da så",
    ),
    (
        "no",
        "en et ei den det de og eller men at som om når hvor hva hvem hvordan av i på til fra med for ved under over uten er var være vært \
         har hadde ha blir ble kan kunne skal skulle vil må jeg du han hun vi dere meg deg seg oss ham henne dem min mitt mine din sin vår \
         dette denne disse ikke ingen her der da så",
    ),
    (
        "fi",
        "ja tai mutta että jos kun koska kuin niin myös vaan eli sekä on oli ovat olivat olla ollut olen olet olemme olisi ei en et emme \
         ette eivät ole minä sinä hän me te he minun sinun hänen meidän teidän heidän mun sun se sen sitä siitä siinä siihen ne niitä tämä \
         tämän tätä tässä nämä tuo tuon joka jonka jota jossa mikä mitä missä kuka miten",
    ),
    (
        "ru",
        "и а но или что как если когда где потому чтобы в во на с со к ко по за из от до у о об для при без над под через это этот эта эти \
         тот та те был была было были быть есть я ты он она оно мы вы они меня тебя его её нас вас их мне тебе ему ей нам вам им мой моя \
         твой свой наш ваш не ни бы же ли то так",
    ),
    (
        "tr",
        "ve veya ya ama fakat ki de da ile için gibi kadar bu şu o bir ben sen biz siz onlar bana sana ona bize size onu beni seni benim senin \
         onun bizim sizin onların ne nasıl neden nerede kim değil mi mı mu mü var yok daha çok en her",
    ),
    (
        "ar",
        "في من إلى على عن مع بين حتى و أو ثم لكن أن إن أنا أنت هو هي نحن أنتم هم هذا هذه ذلك تلك التي الذي الذين ما لا لم لن قد كان كانت \
         يكون تكون كل بعد قبل عند هنا هناك",
    ),
    (
        "he",
        "של את על אל עם מן כי אם או אבל גם לא אין יש זה זו זאת אלה הוא היא הם הן אני אתה אנחנו אתם מה מי איך איפה היה היתה היו להיות כל \
         לי לך לו לה לנו להם אשר רק",
    ),
    (
        "zh",
        "的 了 是 在 和 与 或 也 都 就 而 但 但是 因为 所以 如果 我 你 您 他 她 它 我们 你们 他们 她们 这 那 这个 那个 这些 那些 有 没有 不 很 着 过 \
         把 被 从 到 对 给 吗 呢 吧 啊 一个",
    ),
    (
        "ja",
        "の に は を が と で も や へ から まで より です ます でし た て い し れ な だ この その あの これ それ あれ ここ そこ こと もの ため よう ある いる \
         する ない",
    ),
];
