using QualitySuite.Cli.Import.Rows;

namespace QualitySuite.Cli.Import;

/// <summary>What became of the rows of a run. Counted from several threads.</summary>
internal sealed class ImportSummary
{
    private readonly Lock _gate = new();

    /// <summary>Recorded now (in a dry run: would be sent).</summary>
    public long Sent { get; private set; }

    /// <summary>Recorded by an earlier run.</summary>
    public long WereThere { get; private set; }

    /// <summary>Left out because of their time.</summary>
    public long Skipped { get; private set; }

    public long Refused { get; private set; }

    public long Feedback { get; private set; }

    /// <summary>Why the first row was refused.</summary>
    public (SourceRow Row, RowError Error)? FirstRefusal { get; private set; }

    public long Rows => Sent + WereThere + Skipped + Refused;

    public void CountSent(long feedback) => Count(() =>
    {
        Sent++;
        Feedback += feedback;
    });

    public void CountThere() => Count(() => WereThere++);

    public void CountSkipped() => Count(() => Skipped++);

    public void CountRefused(SourceRow row, RowError error) => Count(() =>
    {
        Refused++;
        FirstRefusal ??= (row, error);
    });

    private void Count(Action count)
    {
        lock (_gate)
        {
            count();
        }
    }
}
