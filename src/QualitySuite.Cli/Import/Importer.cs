using System.Threading.Channels;
using QualitySuite.Cli.Import.Rows;
using QualitySuite.Cli.Import.Sources;
using QualitySuite.Cli.Import.State;
using QualitySuite.Client.Sending;
using QualitySuite.Contracts.Batches;

namespace QualitySuite.Cli.Import;

/// <summary>How an import runs.</summary>
/// <param name="App">The app that the generations belong to.</param>
/// <param name="Concurrency">Batches at once.</param>
/// <param name="Rate">Rows a second at most; null: as fast as it goes.</param>
internal sealed record ImportPace(string App, int Concurrency, double? Rate);

/// <summary>Sends the rows of a source, several batches at once, and notes each that was accepted. Without a delivery it only looks at them.</summary>
internal sealed class Importer(ImportSource source, RowMapping mapping, BatchDelivery? delivery, ImportJournal journal, ErrorFile errors, ImportPace pace, TimeProvider time)
{
    private const int RowsOfABatch = 32;
    private const long BytesOfABatch = 8 * 1024 * 1024;

    /// <summary>Rows that wait for a batch may hold their images.</summary>
    private const int RowsAhead = 64;

    private readonly RowPreparation _preparation = new(mapping);
    private readonly RowPace _pace = new(pace.Rate, time);

    public ImportSummary Summary { get; } = new();

    public async Task RunAsync(Action rowDone, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var rows = Channel.CreateBounded<PendingRow>(new BoundedChannelOptions(RowsAhead) { SingleWriter = true });
        var work = Enumerable.Range(0, pace.Concurrency).Select(_ => SendAsync(rows.Reader, rowDone, stop.Token)).Append(ReadAsync(rows.Writer, rowDone, stop.Token)).ToList();
        while (work.Count > 0)
        {
            var ended = await Task.WhenAny(work);
            work.Remove(ended);
            if (!ended.IsCompletedSuccessfully)
            {
                // Whoever fails ends the others; its failure is the one that is told.
                await stop.CancelAsync();
                await Task.WhenAll(work).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
                await ended;
            }
        }
    }

    private async Task ReadAsync(ChannelWriter<PendingRow> rows, Action rowDone, CancellationToken cancellationToken)
    {
        var identity = new RowIdentity(pace.App, source is FolderSource);
        await foreach (var row in source.ReadAsync(cancellationToken))
        {
            var key = identity.KeyOf(row);
            var file = row.Image is null && row[ImportField.File] is { } path ? new FileInfo(Path.Combine(source.Folder, path)) : null;
            var journalKey = RowIdentity.JournalKey(key, file);
            if (journal.Contains(journalKey))
            {
                Summary.CountThere();
                rowDone();
                continue;
            }

            await rows.WriteAsync(new PendingRow(row, key, journalKey, file), cancellationToken);
        }

        rows.Complete();
    }

    private async Task SendAsync(ChannelReader<PendingRow> rows, Action rowDone, CancellationToken cancellationToken)
    {
        while (await rows.WaitToReadAsync(cancellationToken))
        {
            var batch = new List<PreparedRow>();
            var bytes = 0L;
            while (batch.Count < RowsOfABatch && bytes < BytesOfABatch && rows.TryRead(out var pending))
            {
                if (await PrepareAsync(pending, cancellationToken) is { } prepared)
                {
                    batch.Add(prepared);
                    bytes += prepared.Mapped.Submission.ImageBase64?.Length ?? 0;
                }
                else
                {
                    rowDone();
                }
            }

            if (batch.Count > 0)
            {
                await DeliverAsync(batch, cancellationToken);
                batch.ForEach(_ => rowDone());
            }
        }
    }

    private async Task<PreparedRow?> PrepareAsync(PendingRow pending, CancellationToken cancellationToken)
    {
        var found = new List<RowError>();
        var prepared = await _preparation.PrepareAsync(pending, inspects: delivery is null, found, cancellationToken);
        if (found.Count > 0)
        {
            Refuse(pending.Row, found);
            return null;
        }

        if (prepared is null)
        {
            Summary.CountSkipped();
        }

        return prepared;
    }

    private async Task DeliverAsync(List<PreparedRow> batch, CancellationToken cancellationToken)
    {
        if (delivery is null)
        {
            batch.ForEach(row => Summary.CountSent(row.Mapped.Feedback.Count));
            return;
        }

        await _pace.WaitAsync(batch.Count, cancellationToken);
        var generations = await delivery.DeliverAsync([.. batch.Select(row => row.Mapped.Submission)], cancellationToken);
        var accepted = batch.Where((_, i) => generations[i].IsAccepted).ToList();
        var said = accepted.SelectMany(row => row.Mapped.Feedback.Select(feedback => (Row: row, Feedback: feedback))).ToList();
        var feedback = await delivery.DeliverAsync([.. said.Select(f => f.Feedback)], cancellationToken);
        var refused = said.Where((_, i) => !feedback[i].IsAccepted).Select(f => f.Row).ToHashSet();
        journal.Add([.. accepted.Except(refused).Select(row => row.JournalKey)]);
        for (var i = 0; i < batch.Count; i++)
        {
            Count(batch[i], generations[i], said.Select((f, n) => (f.Row, Result: feedback[n])).Where(f => f.Row == batch[i]).Select(f => f.Result).ToList());
        }
    }

    private void Count(PreparedRow row, BatchResult generation, List<BatchResult> feedback)
    {
        if (feedback.Prepend(generation).FirstOrDefault(result => !result.IsAccepted) is { } refusal)
        {
            Refuse(row.Row, Errors(refusal));
        }
        else if (generation.Status == 201)
        {
            Summary.CountSent(feedback.Count);
        }
        else
        {
            Summary.CountThere();
        }
    }

    private static List<RowError> Errors(BatchResult refusal) => refusal.Problem?.Errors is { Count: > 0 } fields
        ? [.. fields.SelectMany(field => field.Value.Select(reason => new RowError(field.Key, reason)))]
        : [new RowError(null, refusal.Problem?.Detail ?? $"The server answers {refusal.Status} and no reason.")];

    private void Refuse(SourceRow row, List<RowError> found)
    {
        errors.Add(row, found);
        Summary.CountRefused(row, found[0]);
    }
}
