using SkiaSharp;

namespace QualitySuite.Scenes.Rendering;

/// <summary>One object of a scene and its square on a canvas of <see cref="Painter.Extent"/> units.</summary>
internal sealed record PlacedObject(ObjectKind Kind, NamedColour Colour, SKPoint Centre, float Side, float Degrees, bool Mirrored);
