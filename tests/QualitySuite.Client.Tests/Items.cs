using QualitySuite.Contracts.Feedback;
using QualitySuite.Contracts.Generations;

namespace QualitySuite.Client.Tests;

/// <summary>What the tests send.</summary>
internal static class Items
{
    public static readonly Guid Generation = new("01890a5d-ac96-774b-bcce-b302099a8057");

    public static FeedbackSubmission Thumb(string user) => new() { GenerationId = Generation.ToString(), UserKey = user, Kind = FeedbackKind.Thumb, Value = 1 };

    public static BehaviourSubmission Dwell(string user, double seconds = 2) =>
        new() { GenerationId = Generation.ToString(), UserKey = user, Type = BehaviourType.Dwell, Value = seconds };

    public static BehaviourSubmission[] Dwells(int count) => [.. Enumerable.Range(0, count).Select(i => Dwell($"u{i}"))];

    public static GenerationSubmission Lighthouse(string prompt = "a lighthouse") => new() { App = "a", Prompt = prompt, Model = new ModelInfo("m", "1") };
}
