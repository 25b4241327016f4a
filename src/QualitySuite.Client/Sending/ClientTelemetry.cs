using System.Diagnostics;
using System.Diagnostics.Metrics;
using QualitySuite.Contracts.Feedback;
using QualitySuite.Contracts.Generations;

namespace QualitySuite.Client.Sending;

/// <summary>Source and meter <c>QualitySuite.Client</c>. Every instrument has the tag <c>kind</c>: generation, feedback or event.</summary>
internal static class ClientTelemetry
{
    public const string Name = "QualitySuite.Client";

    private static readonly Meter s_meter = new(Name);

    public static ActivitySource Source { get; } = new(Name);

    public static Counter<long> Sent { get; } = s_meter.CreateCounter<long>("qualitysuite.client.sent", "{item}", "Items that the server accepted.");

    public static Counter<long> Retried { get; } = s_meter.CreateCounter<long>("qualitysuite.client.retried", "{item}", "Items that are sent again, counted at each time.");

    public static Counter<long> Refused { get; } = s_meter.CreateCounter<long>("qualitysuite.client.refused", "{item}", "Items that the server refused for good.");

    /// <summary>Tag <c>reason</c>: full (no room in the queue), closed (added after the end) or stopped (not sent before the end).</summary>
    public static Counter<long> Dropped { get; } = s_meter.CreateCounter<long>("qualitysuite.client.dropped", "{item}", "Items that were given up unsent.");

    public static UpDownCounter<long> Queued { get; } = s_meter.CreateUpDownCounter<long>("qualitysuite.client.queued", "{item}", "Items that wait or are being sent.");

    public static KeyValuePair<string, object?> KindOf<T>() => new("kind", NameOf<T>());

    public static string NameOf<T>() =>
        typeof(T) == typeof(GenerationSubmission) ? "generation" : typeof(T) == typeof(FeedbackSubmission) ? "feedback"
        : typeof(T) == typeof(BehaviourSubmission) ? "event" : throw new ArgumentOutOfRangeException(nameof(T), typeof(T), "Nothing that is sent.");
}
