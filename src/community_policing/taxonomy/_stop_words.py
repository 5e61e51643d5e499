"""Words that stand in every sentence and therefore find nothing, in both languages and in the speech of Iraq."""

from __future__ import annotations

_ENGLISH = """
a about after again all also always am an and another any are as at be because been before being but by can cannot
cant case cases could did didnt do does doesnt doing done dont down during each ever every for from get gets getting
got had has hasnt have havent having he hello her here hers herself hi him himself his how i if im in into is isnt it
its itself ive just know let lets like made make makes making man many matter matters me more most much my myself near
need needs never new no not now of off often old on once one only or other our ours ourselves over own people person
please really said same say says she should so some somebody someone something still such than thank thanks that the
their theirs them then there these they thing things this those through to today together tomorrow too two under until
up upon us very want wanted wants was wasnt way we went were what when where which while who whom whose why will with
woman wont would yes yesterday you your yours
"""

_ARABIC = """
في فى من على إلى الى عن مع بين حتى منذ عند عندي عنده عندها عندنا عندهم لدى لدي لديه لديها لدينا بعد قبل فوق تحت
أمام امام وراء خلف حول ضد بدون دون غير سوى خلال داخل نحو مثل كل كلها كلهم بعض أي اي أية هذا هذه هذان ذلك تلك هؤلاء
الذي التي الذين اللاتي اللي الي هو هي هم هن أنا انا أنت انت نحن أنتم له لها لهم لي لنا لك إنه أنه أنها إن أن ان انه
انها إذا اذا لو لأن لان لكن ولكن ثم أو او أم بل قد لقد سوف كان كانت كانوا كنت يكون تكون أكون صار صارت ليس ليست لم لن
لا ما ماذا متى أين اين كيف لماذا هل كم منه منها منهم مني منا عليه عليها عليهم عليّ علي علينا إليه إليها إلي فيه فيها
فيهم به بها بهم بي بنا معه معها معهم معي معنا نفسه نفسها جدا أيضا ايضا فقط مرة دائما اليوم أمس غدا الآن يوم يوميا
شخص أحد احد أحدهم شيء رجل امرأة أريد اريد يريد تريد نريد أحتاج احتاج يحتاج أرجو ارجو ممكن لو سمحت رجاء يا هناك هنا
قام قامت يقوم تقوم تم عدم أكثر وقد وكان وهو وهي وما ولا
ويا وياي وياه وياها وياهم ويانا ويه اكو أكو ماكو شلون شنو شكو شلونك وين ليش شوكت منو يمعود هاي هذي هذا هذاك هذيك ذيج
ذاك هسه هسة هسا هواي هواية كلش شوية شويه مو موش مال مالي مالت مالتي مالته يم يمي يمه لو بس هيج هيچ اني آني احنا انتو
همه هوه هيه عدنا عدهم عنده گدام قدام دا راح رح صاير صارلي كلشي ماشي دايما دوم باجر البارحة واحد وحدة فد خوش هم همين
ورا وراي وراه وراها سوى سوا يسوي تسوي هنانه هناك لان علمود حتى عود يعني شخبارك مرحبا
حالة حالات رجال
"""

STOP_WORDS = frozenset((_ENGLISH + _ARABIC).split())
"""The words, as they are usually written."""
