using System.Diagnostics.Metrics;

namespace QualitySuite.Simulator.Demo;

/// <summary>What the demo has done since the process began; counted for <c>GET /</c> and for telemetry.</summary>
internal sealed class DemoStatus
{
    private readonly Counter<long> _generations;
    private readonly Counter<long> _reactions;
    private readonly Counter<long> _refused;
    private long _imported;
    private long _live;
    private long _errors;

    public DemoStatus(IMeterFactory meters)
    {
        var meter = meters.Create("QualitySuite.Simulator");
        _generations = meter.CreateCounter<long>("simulator.generations", "{generation}", "Generations sent.");
        _reactions = meter.CreateCounter<long>("simulator.reactions", "{reaction}", "Feedback and events sent.");
        _refused = meter.CreateCounter<long>("simulator.refused", "{request}", "Calls that the Feedback API refused for good.");
    }

    public DemoPhase Phase { get; set; }

    /// <summary>Generations of the history; 0 until it is planned.</summary>
    public int HistoryGenerations { get; set; }

    public long Imported => Interlocked.Read(ref _imported);

    public long Live => Interlocked.Read(ref _live);

    public long Errors => Interlocked.Read(ref _errors);

    public void CountGeneration()
    {
        if (Phase == DemoPhase.Live)
        {
            Interlocked.Increment(ref _live);
        }
        else
        {
            Interlocked.Increment(ref _imported);
        }

        _generations.Add(1, new KeyValuePair<string, object?>("phase", Phase == DemoPhase.Live ? "live" : "import"));
    }

    public void CountReaction() => _reactions.Add(1);

    public void CountRefused()
    {
        Interlocked.Increment(ref _errors);
        _refused.Add(1);
    }
}

/// <summary>What the demo is doing.</summary>
internal enum DemoPhase
{
    Waiting,
    Importing,
    Live,
    Done,
}
