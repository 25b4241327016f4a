using System.Text.Json;
using QualitySuite.Benchmarks.Processes;

namespace QualitySuite.Benchmarks.Pipeline;

/// <summary>The scoring worker as it is deployed.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private readonly ServiceProcess _service;

    private WorkerProcess(ServiceProcess service) => _service = service;

    public int Id => _service.Id;

    /// <summary>Starts a worker and waits until it is ready to score.</summary>
    /// <param name="servers">What it works with.</param>
    /// <param name="images">Folder of its image store.</param>
    /// <param name="pack">Folder of its model pack.</param>
    /// <param name="settings">Further environment variables.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<WorkerProcess> StartAsync(
        Servers servers, string images, string pack, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        var all = settings.Append(new("ImageStore__Path", images)).Append(new("Scoring__PackPath", pack));
        return new WorkerProcess(await ServiceProcess.StartAsync("QualitySuite.ScoringWorker", servers, all, cancellationToken));
    }

    /// <summary>What it has used so far.</summary>
    public Task<ProcessCounters> ReadCountersAsync(CancellationToken cancellationToken) => _service.ReadCountersAsync(cancellationToken);

    /// <summary>Metrics that it gives.</summary>
    public async Task<IReadOnlyList<string>> ReadMetricsAsync(CancellationToken cancellationToken)
    {
        using var http = CreateClient();
        using var models = JsonDocument.Parse(await http.GetStringAsync(new Uri("/v1/models", UriKind.Relative), cancellationToken));
        return [.. models.RootElement.GetProperty("scorers").EnumerateArray().Select(scorer => scorer.GetProperty("metric").GetString()!).Distinct()];
    }

    /// <summary>A client that may call everything.</summary>
    public HttpClient CreateClient() => _service.CreateClient();

    public ValueTask DisposeAsync() => _service.DisposeAsync();
}
