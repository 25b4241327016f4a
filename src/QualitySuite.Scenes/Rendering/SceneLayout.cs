using SkiaSharp;

namespace QualitySuite.Scenes.Rendering;

/// <summary>Gives every object of a scene its place, so that relations hold and objects of one scene do not hide one another.</summary>
internal static class SceneLayout
{
    private const float Margin = 14;
    private const float Middle = Painter.Extent / 2;
    private static readonly SKRect Whole = new(Margin, Margin, Painter.Extent - Margin, Painter.Extent - Margin);

    /// <summary>Objects in drawing order, back to front.</summary>
    public static IReadOnlyList<PlacedObject> Place(Scene scene, Random random)
    {
        if (scene.Second is null)
        {
            return scene.First.Count == 1 ? [Lone(scene.First, random)] : [.. Grid(scene.First, Whole, random)];
        }

        if (scene.Relation == Relation.InFrontOf)
        {
            return [.. Behind(scene.Second, random), .. InFront(scene.First, random)];
        }

        var (first, second) = Halves(scene.Relation ?? (random.Next(2) == 0 ? Relation.LeftOf : Relation.Above));
        return [.. Grid(scene.First, first, random), .. Grid(scene.Second, second, random)];
    }

    private static PlacedObject Lone(ObjectGroup group, Random random)
    {
        var side = Painter.Extent * Between(random, 0.58f, 0.78f);
        var slack = (Painter.Extent - side) / 2 - Margin;
        return Placed(group, new SKPoint(Middle + slack * Between(random, -1, 1), Middle + slack * Between(random, -0.6f, 1)), side, random);
    }

    private static IEnumerable<PlacedObject> Behind(ObjectGroup group, Random random) =>
        [Placed(group, new SKPoint(Middle + Between(random, -14, 14), 190), 330, random)];

    private static IEnumerable<PlacedObject> InFront(ObjectGroup group, Random random) =>
        Grid(group, new SKRect(group.Count == 1 ? 150 : 70, 300, group.Count == 1 ? 362 : 442, 500), random);

    private static (SKRect First, SKRect Second) Halves(Relation relation)
    {
        var left = new SKRect(Whole.Left, Whole.Top, Middle - 6, Whole.Bottom);
        var right = new SKRect(Middle + 6, Whole.Top, Whole.Right, Whole.Bottom);
        var above = new SKRect(Whole.Left, Whole.Top, Whole.Right, Middle - 6);
        var below = new SKRect(Whole.Left, Middle + 6, Whole.Right, Whole.Bottom);
        return relation switch
        {
            Relation.LeftOf => (left, right),
            Relation.RightOf => (right, left),
            Relation.Above => (above, below),
            Relation.Below => (below, above),
            _ => throw new ArgumentOutOfRangeException(nameof(relation), relation, "Does not divide the picture."),
        };
    }

    private static IEnumerable<PlacedObject> Grid(ObjectGroup group, SKRect area, Random random)
    {
        var (columns, rows, cell) = BestGrid(group.Count, area);
        var side = MathF.Min(cell, 240) * Between(random, 0.76f, 0.9f);
        var jitter = (cell - side) / 2;
        for (var i = 0; i < group.Count; i++)
        {
            var row = i / columns;
            var inRow = row == rows - 1 ? group.Count - row * columns : columns;
            var centre = new SKPoint(
                area.Left + area.Width * (i % columns + 0.5f) / inRow + jitter * Between(random, -0.8f, 0.8f),
                area.Top + area.Height * (row + 0.5f) / rows + jitter * Between(random, -0.8f, 0.8f));
            yield return Placed(group, centre, side, random);
        }
    }

    private static (int Columns, int Rows, float Cell) BestGrid(int count, SKRect area) => Enumerable.Range(1, count)
        .Select(columns => (Columns: columns, Rows: (count + columns - 1) / columns))
        .Select(grid => (grid.Columns, grid.Rows, Cell: MathF.Min(area.Width / grid.Columns, area.Height / grid.Rows)))
        .MaxBy(grid => grid.Cell);

    private static PlacedObject Placed(ObjectGroup group, SKPoint centre, float side, Random random) =>
        new(group.Kind, group.Colour, centre, side, Between(random, -7, 7), random.Next(2) == 0);

    private static float Between(Random random, float low, float high) => low + (high - low) * (float)random.NextDouble();
}
