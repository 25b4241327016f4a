using QualitySuite.Simulator.Scenes;
using static QualitySuite.Simulator.Rendering.Part;

namespace QualitySuite.Simulator.Rendering.Objects;

internal static class FoodObjects
{
    public static IReadOnlyList<ObjectKind> All { get; } =
    [
        new("apple", "apples",
            Fill(Ink.Body, "M50 30C42 21 11 20 9 53C8 79 29 96 42 93C47 92 53 92 58 93C71 96 92 79 91 53C89 20 58 21 50 30Z"),
            Line(Ink.Wood, 5, "M50 32C49 22 51 14 56 7"),
            Fill(Ink.Leaf, "M54 22C60 8 76 7 84 13C78 25 64 28 54 22Z"),
            Fill(Ink.Light, "M22 45C24 36 30 32 36 33C31 38 28 45 27 54C23 54 21 50 22 45Z")),
        new("banana", "bananas",
            Fill(Ink.Body, "M20 12C10 58 40 98 88 86C94 84 94 76 88 75C62 74 40 52 36 12C33 8 23 8 20 12Z"),
            Line(Ink.Dark, 2.5f, "M28 14C27 54 50 82 86 81"),
            Fill(Ink.Wood, "M20 13L22 3L33 3L36 13C31 16 25 16 20 13Z"),
            Fill(Ink.Wood, "M86 87C95 85 96 77 88 75C85 79 84 83 86 87Z")),
        new("pear", "pears",
            Fill(Ink.Body, "M50 20C62 20 64 32 68 44C73 56 86 60 85 76C84 92 66 96 50 96C34 96 16 92 15 76C14 60 27 56 32 44C36 32 38 20 50 20Z"),
            Line(Ink.Wood, 5, "M50 22C50 14 52 9 57 4"),
            Fill(Ink.Leaf, "M53 14C58 5 70 4 78 9C73 18 62 20 53 14Z"),
            Fill(Ink.Light, "M30 66C32 58 36 54 40 52C37 60 36 68 36 76C30 76 28 72 30 66Z")),
        new("strawberry", "strawberries",
            Fill(Ink.Body, "M50 24C66 14 92 22 90 44C88 68 62 94 50 96C38 94 12 68 10 44C8 22 34 14 50 24Z"),
            Oval(Ink.Cream, 30, 44, 2.4f, 3.6f), Oval(Ink.Cream, 50, 42, 2.4f, 3.6f), Oval(Ink.Cream, 70, 44, 2.4f, 3.6f),
            Oval(Ink.Cream, 40, 58, 2.4f, 3.6f), Oval(Ink.Cream, 60, 58, 2.4f, 3.6f), Oval(Ink.Cream, 50, 73, 2.4f, 3.6f),
            Oval(Ink.Cream, 22, 56, 2, 3), Oval(Ink.Cream, 78, 56, 2, 3), Oval(Ink.Cream, 36, 72, 2, 3), Oval(Ink.Cream, 64, 72, 2, 3),
            Fill(Ink.Leaf, "M50 26L34 34L36 24L18 22L36 14L34 5L50 13L66 5L64 14L82 22L64 24L66 34Z")),
        new("lemon", "lemons",
            Fill(Ink.Body, "M4 52C10 48 14 44 20 37C34 20 66 20 80 37C86 44 90 46 96 48C97 54 92 56 86 62C70 82 34 84 18 66C12 60 6 58 4 52Z"),
            Fill(Ink.Light, "M26 44C32 36 42 32 52 32C44 38 36 44 32 52C28 52 25 48 26 44Z"),
            Fill(Ink.Leaf, "M58 28C60 12 76 8 90 14C86 26 74 32 58 28Z")),
        new("carrot", "carrots",
            Line(Ink.Leaf, 6, "M68 32C66 20 60 12 54 6M70 30C74 20 74 12 72 4M72 32C80 26 88 20 95 20"),
            Fill(Ink.Body, "M58 26C68 22 80 32 77 43C68 62 36 86 8 95C6 95 5 94 5 92C14 64 40 34 58 26Z"),
            Line(Ink.Dark, 2.5f, "M48 36L56 44M34 52L44 60M60 56L67 60M24 66L30 72M40 72L45 77")),
        new("mushroom", "mushrooms",
            Fill(Ink.Cream, "M38 50L62 50C60 66 62 80 67 92C60 97 40 97 33 92C38 80 40 66 38 50Z"),
            Fill(Ink.Body, "M6 54C6 24 28 6 50 6C72 6 94 24 94 54C94 62 6 62 6 54Z"),
            Oval(Ink.White, 50, 24, 9, 7), Oval(Ink.White, 26, 38, 7, 6), Oval(Ink.White, 75, 40, 8, 6), Oval(Ink.White, 52, 46, 6, 4)),
        new("pineapple", "pineapples",
            Fill(Ink.Leaf, "M50 38L30 26L42 26L28 10L46 20L50 2L54 20L72 10L58 26L70 26Z"),
            Fill(Ink.Body, "M50 34C72 34 80 50 80 66C80 84 68 97 50 97C32 97 20 84 20 66C20 50 28 34 50 34Z"),
            Line(Ink.Dark, 2.5f, "M34 38L76 80M24 48L66 94M48 35L80 66M66 38L24 80M76 48L34 94M52 35L20 66")),
        new("doughnut", "doughnuts",
            Fill(Ink.Cream, "M50 8A42 42 0 1 0 50 92A42 42 0 1 0 50 8ZM50 37A14 14 0 1 1 50 65A14 14 0 1 1 50 37Z"),
            Fill(Ink.Body, "M50 10C78 10 90 32 89 50C88 66 80 68 76 76C68 88 60 82 50 86C40 90 34 82 24 78C16 72 10 64 11 50C12 32 22 10 50 10Z"
                + "M50 34A16 16 0 1 0 50 66A16 16 0 1 0 50 34Z"),
            Line(Ink.White, 3.5f, "M30 28L35 24M58 20L64 23M76 36L78 43M24 50L26 57M40 74L46 77M66 70L71 66"),
            Line(Ink.Gold, 3.5f, "M44 20L46 26M70 28L67 33M20 40L24 36M78 56L82 53M32 66L29 61M56 76L59 72")),
        new("lollipop", "lollipops",
            Line(Ink.Cream, 6, "M50 55L50 97"),
            Fill(Ink.Body, "M50 4A32 32 0 1 1 50 68A32 32 0 1 1 50 4Z"),
            Line(Ink.Light, 5, "M50 36C54 31 60 38 55 43C47 50 36 42 39 32C43 20 60 18 67 29C75 44 62 58 47 56")),
        new("cupcake", "cupcakes",
            Fill(Ink.Cream, "M20 56L80 56L71 95L29 95Z"),
            Line(Ink.Wood, 2.5f, "M34 58L39 94M50 58L50 94M66 58L61 94"),
            Fill(Ink.Body, "M12 58C4 50 10 40 20 40C18 28 30 22 36 26C38 12 62 12 64 26C72 22 82 28 80 40C90 40 96 50 88 58C80 66 20 66 12 58Z"),
            Line(Ink.Light, 3, "M24 46C36 52 64 52 76 44M38 30C46 35 56 35 63 29"),
            Dot(Ink.Flame, 50, 11, 7)),
    ];
}
