using static QualitySuite.Scenes.Rendering.Part;

namespace QualitySuite.Scenes.Rendering.Objects;

internal static class OutdoorObjects
{
    public static IReadOnlyList<ObjectKind> All { get; } =
    [
        new("tree", "trees",
            Fill(Ink.Wood, "M42 56L58 56C57 74 60 88 66 97L34 97C40 88 43 74 42 56Z"),
            Fill(Ink.Body, "M30 66C12 68 2 54 12 42C4 28 18 14 32 18C38 2 62 2 68 18C82 14 96 28 88 42C98 54 88 68 70 66C62 74 38 74 30 66Z"),
            Line(Ink.Light, 3.5f, "M26 32C30 25 36 25 40 29M52 22C57 17 64 18 66 23M22 52C26 47 32 47 35 51M58 46C63 41 69 42 72 47")),
        new("tulip", "tulips",
            Line(Ink.Leaf, 5, "M50 46L50 97"),
            Fill(Ink.Leaf, "M50 96C34 92 24 76 24 58C38 66 48 80 50 96ZM50 96C66 92 76 76 76 58C62 66 52 80 50 96Z"),
            Fill(Ink.Dark, "M50 4C62 14 64 34 50 50C36 34 38 14 50 4Z"),
            Fill(Ink.Body, "M26 8C40 14 50 28 50 52C32 54 22 40 26 8ZM74 8C60 14 50 28 50 52C68 54 78 40 74 8Z")),
        new("flower", "flowers",
            Line(Ink.Leaf, 5, "M50 40C52 60 48 80 50 97"), Fill(Ink.Leaf, "M50 82C58 66 72 64 82 66C78 80 64 88 50 82Z"),
            Oval(Ink.Body, 50, 13, 11, 12), Oval(Ink.Body, 50, 57, 11, 12), Oval(Ink.Body, 28, 35, 12, 11), Oval(Ink.Body, 72, 35, 12, 11),
            Dot(Ink.Body, 34, 19, 11), Dot(Ink.Body, 66, 19, 11), Dot(Ink.Body, 34, 51, 11), Dot(Ink.Body, 66, 51, 11),
            Dot(Ink.Gold, 50, 35, 12)),
        new("cactus", "cacti",
            Line(Ink.Body, 13, "M30 60C16 60 16 50 16 34M70 50C84 50 84 40 84 26"),
            Box(Ink.Body, 35, 6, 30, 74, 15),
            Line(Ink.Light, 2.4f, "M43 16L43 72M50 12L50 74M57 16L57 72M16 38L16 46M84 30L84 38"),
            Fill(Ink.Wood, "M26 74L74 74L68 97L32 97Z"), Box(Ink.Wood, 22, 70, 56, 9, 2)),
        new("leaf", "leaves",
            Line(Ink.Wood, 5, "M28 72L8 94"),
            Fill(Ink.Body, "M94 6C98 52 76 86 40 84C28 83 22 78 20 70C14 36 46 8 94 6Z"),
            Line(Ink.Dark, 3, "M24 78L80 22M44 58L44 38M58 44L58 26M44 58L64 58M58 44L77 44")),
        new("house", "houses",
            Box(Ink.Dark, 68, 12, 12, 24), Box(Ink.Body, 14, 44, 72, 52),
            Fill(Ink.Dark, "M50 6L98 48L2 48Z"),
            Box(Ink.Wood, 42, 64, 18, 32), Dot(Ink.Gold, 56, 81, 2),
            Box(Ink.Glass, 21, 58, 15, 15), Box(Ink.Glass, 66, 58, 15, 15),
            Line(Ink.White, 2, "M28.5 58L28.5 73M21 65.5L36 65.5M73.5 58L73.5 73M66 65.5L81 65.5M21 58L36 58L36 73L21 73ZM66 58L81 58L81 73L66 73Z")),
        new("tent", "tents",
            Fill(Ink.Body, "M50 10L96 90L4 90Z"), Fill(Ink.Light, "M50 10L30 90L4 90Z"),
            Fill(Ink.Black, "M50 34L66 90L36 90Z"), Fill(Ink.Dark, "M50 34L66 90L60 90C58 70 54 52 50 34Z"),
            Line(Ink.Wood, 3, "M50 12L46 3M50 12L54 3M4 90L96 90")),
        new("lighthouse", "lighthouses",
            Fill(Ink.Gold, "M38 22L2 12L2 32ZM62 22L98 12L98 32Z"),
            Fill(Ink.White, "M37 32L63 32L71 92L29 92Z"),
            Fill(Ink.Body, "M36 40L64 40L66 55L34 55ZM32.5 68L67.5 68L69.5 82L30.5 82Z"),
            Box(Ink.Glass, 40, 16, 20, 16), Fill(Ink.Body, "M50 2L65 16L35 16Z"), Box(Ink.Body, 33, 30, 34, 7, 1), Box(Ink.Dark, 24, 90, 52, 7, 2),
            Box(Ink.Black, 46, 58, 8, 8, 3)),
        new("anchor", "anchors",
            Ring(Ink.Body, 6, 50, 14, 9), Line(Ink.Body, 9, "M50 24L50 90M28 36L72 36"),
            Line(Ink.Body, 9, "M12 60C16 82 34 91 50 91C66 91 84 82 88 60"),
            Fill(Ink.Body, "M4 68L12 48L26 64ZM96 68L88 48L74 64Z"), Line(Ink.Light, 2.6f, "M47 28L47 84")),
    ];
}
