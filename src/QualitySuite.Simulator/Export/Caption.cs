using System.Text.Json;
using QualitySuite.Scenes;
using QualitySuite.Scenes.Diffusion;

namespace QualitySuite.Simulator.Export;

/// <summary>One line of captions.jsonl.</summary>
internal sealed record Caption(
    string File, string Prompt, string Fault, double Severity, SceneCaption Asked, SceneCaption Drawn, string Style, string Background, string ModelVersion, int Seed)
{
    public static Caption Of(string file, DiffusionResult result, Scene asked, Scene drawn) => new(
        file,
        result.Job.Prompt,
        JsonNamingPolicy.SnakeCaseLower.ConvertName(result.Fault.ToString()),
        Math.Round(result.Severity, 3),
        SceneCaption.Of(asked),
        SceneCaption.Of(drawn),
        JsonNamingPolicy.SnakeCaseLower.ConvertName(drawn.Style.ToString()),
        drawn.Background.Name,
        result.Job.Model.Version,
        result.Job.Seed);
}

/// <summary>The objects of a scene; <paramref name="Relation"/> places the first group against the second.</summary>
internal sealed record SceneCaption(IReadOnlyList<GroupCaption> Groups, string? Relation)
{
    public static SceneCaption Of(Scene scene) => new(
        [.. scene.Groups.Select(group => new GroupCaption(group.Count, group.Colour.Name, group.Kind.Name))],
        scene.Relation is { } relation ? JsonNamingPolicy.SnakeCaseLower.ConvertName(relation.ToString()) : null);
}

/// <summary>Objects of one kind and colour.</summary>
internal sealed record GroupCaption(int Count, string Colour, string Object);
