using QualitySuite.Scenes.Rendering;
using QualitySuite.Scenes.Rendering.Objects;

namespace QualitySuite.Scenes;

/// <summary>Everything that a scene can hold and a prompt can say.</summary>
public static class Vocabulary
{
    public const int MaximumCount = 6;

    public static IReadOnlyList<ObjectKind> Objects { get; } =
    [
        .. FoodObjects.All, .. HouseholdObjects.All, .. ThingObjects.All, .. VehicleObjects.All, .. AnimalObjects.All, .. OutdoorObjects.All,
    ];

    public static IReadOnlyList<Background> Backgrounds => Sceneries.All;

    /// <summary>Number words by count; index 0 is unused.</summary>
    public static IReadOnlyList<string> Numbers { get; } = ["zero", "one", "two", "three", "four", "five", "six"];

    /// <summary>Ways to say a relation; the first is the plainest.</summary>
    public static IReadOnlyDictionary<Relation, string[]> Relations { get; } = new Dictionary<Relation, string[]>
    {
        [Relation.LeftOf] = ["left of", "to the left of"],
        [Relation.RightOf] = ["right of", "to the right of"],
        [Relation.Above] = ["above", "over"],
        [Relation.Below] = ["below", "under"],
        [Relation.InFrontOf] = ["in front of"],
    };

    /// <summary>Ways to ask for a style: words put before the scene, and words put after it.</summary>
    public static IReadOnlyDictionary<DrawingStyle, (string[] Before, string[] After)> Styles { get; } = new Dictionary<DrawingStyle, (string[], string[])>
    {
        [DrawingStyle.Photo] = (["a photo of", "a photograph of", "a studio photo of"], ["photo", "photorealistic"]),
        [DrawingStyle.Watercolour] = (["a watercolour painting of", "a watercolour of"], ["watercolour", "watercolour painting"]),
        [DrawingStyle.Sketch] = (["a pencil sketch of", "a line drawing of"], ["pencil sketch", "line sketch"]),
        [DrawingStyle.PixelArt] = (["pixel art of", "a pixel art picture of"], ["pixel art", "8-bit pixel art"]),
    };

    /// <summary>Words that people add in hope; they change nothing in the scene.</summary>
    public static IReadOnlyList<string> Flourishes { get; } =
        ["highly detailed", "soft light", "masterpiece", "4k", "trending", "warm colours", "minimalist", "beautiful composition"];
}
