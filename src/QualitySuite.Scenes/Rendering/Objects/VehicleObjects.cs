using static QualitySuite.Scenes.Rendering.Part;

namespace QualitySuite.Scenes.Rendering.Objects;

internal static class VehicleObjects
{
    public static IReadOnlyList<ObjectKind> All { get; } =
    [
        new("car", "cars",
            Fill(Ink.Body, "M4 62C4 54 10 52 20 50L32 30C34 27 36 26 40 26L66 26C70 26 72 28 75 31L86 50C94 52 97 56 97 64L97 74C97 77 95 78 92 78L8 78C5 78 4 76 4 73Z"),
            Fill(Ink.Glass, "M30 49L39 34L53 34L53 49ZM57 49L57 34L66 34C68 34 69 35 70 37L77 49Z"),
            Box(Ink.Gold, 90, 56, 7, 7, 2), Box(Ink.Flame, 4, 58, 6, 6, 2), Line(Ink.Dark, 2.5f, "M55 36L55 76M60 56L67 56"),
            Dot(Ink.Black, 25, 78, 12), Dot(Ink.Metal, 25, 78, 5.5f), Dot(Ink.Black, 76, 78, 12), Dot(Ink.Metal, 76, 78, 5.5f)),
        new("bus", "buses",
            Box(Ink.Body, 4, 18, 92, 62, 9),
            Box(Ink.Glass, 12, 28, 15, 20, 2), Box(Ink.Glass, 31, 28, 15, 20, 2), Box(Ink.Glass, 50, 28, 15, 20, 2),
            Box(Ink.Glass, 72, 28, 17, 42, 2), Line(Ink.Dark, 2, "M80.5 28L80.5 70"), Box(Ink.Light, 4, 56, 62, 6),
            Dot(Ink.Black, 26, 81, 11), Dot(Ink.Metal, 26, 81, 5), Dot(Ink.Black, 72, 81, 11), Dot(Ink.Metal, 72, 81, 5)),
        new("sailboat", "sailboats",
            Line(Ink.Wood, 4, "M50 4L50 76"),
            Fill(Ink.Body, "M54 8C74 28 86 46 90 66L54 66Z"), Fill(Ink.Light, "M46 16C34 32 20 50 10 66L46 66Z"),
            Fill(Ink.Dark, "M4 74L96 74C92 88 84 95 76 95L24 95C16 95 8 88 4 74Z"),
            Line(Ink.White, 2.5f, "M9 81L91 81")),
        new("rocket", "rockets",
            Fill(Ink.Flame, "M40 80L60 80C60 90 54 94 50 99C46 94 40 90 40 80Z"),
            Fill(Ink.Dark, "M34 54C20 60 16 72 18 88C24 80 32 78 38 78ZM66 54C80 60 84 72 82 88C76 80 68 78 62 78Z"),
            Fill(Ink.Body, "M50 2C66 16 72 34 70 54C69 66 66 74 63 82L37 82C34 74 31 66 30 54C28 34 34 16 50 2Z"),
            Fill(Ink.Dark, "M50 2C57 8 62 15 65 22L35 22C38 15 43 8 50 2Z"),
            Dot(Ink.White, 50, 42, 12), Dot(Ink.Glass, 50, 42, 8.5f)),
        new("airplane", "airplanes",
            Fill(Ink.Dark, "M44 50L26 14L38 14L66 48Z"), Fill(Ink.Dark, "M8 22L19 22L30 46L14 48Z"),
            Fill(Ink.Body, "M4 48C10 42 30 42 70 42C86 42 97 49 97 55C97 61 88 66 70 66C40 66 12 62 4 48Z"),
            Fill(Ink.Body, "M42 56L64 56L40 92L27 92Z"),
            Fill(Ink.Glass, "M80 44C86 45 91 48 93 51L80 51Z"),
            Dot(Ink.White, 34, 51, 3), Dot(Ink.White, 44, 51, 3), Dot(Ink.White, 54, 51, 3), Dot(Ink.White, 64, 51, 3)),
        new("bicycle", "bicycles",
            Ring(Ink.Black, 4.5f, 23, 66, 19), Ring(Ink.Black, 4.5f, 77, 66, 19),
            Line(Ink.Metal, 1.2f, "M23 47L23 85M4 66L42 66M77 47L77 85M58 66L96 66"),
            Line(Ink.Body, 6.5f, "M23 66L38 36L68 36L48 66L23 66M48 66L35 28M77 66L66 26"),
            Line(Ink.Body, 5, "M66 26L60 20L74 18"), Line(Ink.Black, 7, "M27 26L43 26"),
            Dot(Ink.Metal, 48, 66, 6)),
        new("train", "trains",
            Box(Ink.Dark, 8, 8, 38, 8, 2), Box(Ink.Body, 12, 14, 30, 60, 2), Box(Ink.Glass, 18, 24, 18, 18, 2),
            Box(Ink.Dark, 68, 16, 12, 26), Box(Ink.Dark, 64, 12, 20, 8, 2),
            Fill(Ink.Body, "M40 40L82 40C92 40 94 50 94 56C94 66 92 74 84 74L40 74Z"),
            Fill(Ink.Dark, "M86 74L98 90L80 90L80 74Z"), Box(Ink.Gold, 88, 50, 8, 9, 2), Line(Ink.Light, 3, "M44 48L86 48"),
            Dot(Ink.Black, 24, 80, 13), Dot(Ink.Metal, 24, 80, 6), Dot(Ink.Black, 52, 83, 10), Dot(Ink.Metal, 52, 83, 4.5f),
            Dot(Ink.Black, 74, 83, 10), Dot(Ink.Metal, 74, 83, 4.5f)),
    ];
}
