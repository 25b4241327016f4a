using System.Text.Json;
using System.Threading.Channels;
using QualitySuite.Cli.Score.Inputs;
using QualitySuite.Imaging;
using QualitySuite.Scoring;

namespace QualitySuite.Cli.Score;

/// <summary>
/// Scores files in two stages, joined by a bounded channel: read, decode and measure; run the models on batches of what is ready. At most
/// <see cref="Batch"/> images a thread wait between them, whatever the size of the folder. Used once.
/// </summary>
internal sealed class FolderScorer(ScoringEngine engine, IReadOnlyList<ImageFile> files, FolderScorerOptions options)
{
    private const int Batch = 8;

    private readonly ScoredImage[] _results = new ScoredImage[files.Count];
    private readonly Channel<Job> _ready = Channel.CreateBounded<Job>(Batch * options.Threads);
    private readonly Dictionary<string, int> _columns = options.Scorers.Select((s, i) => (s.Identity, i)).ToDictionary(c => c.Identity, c => c.i, StringComparer.Ordinal);
    private int _taken = -1;

    /// <summary>Scores all files; what happens to one of them is told in its <see cref="ScoredImage.Failure"/>.</summary>
    /// <param name="finished">Called for each image, from several threads at once.</param>
    /// <param name="cancellationToken">Stops after the images in hand.</param>
    /// <returns>In the order of the files.</returns>
    public async Task<ScoredImage[]> RunAsync(Action finished, CancellationToken cancellationToken)
    {
        // Both stages keep pool threads busy; without these the pool would take seconds to grow.
        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(Math.Max(workers, (2 * options.Threads) + 2), ports);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await Task.WhenAll(PrepareAllAsync(finished, stop), Start(() => RunModelsAsync(finished, stop.Token), stop));
        }
        finally
        {
            while (_ready.Reader.TryRead(out var left))
            {
                left.Prepared.Dispose();
            }
        }

        return _results;
    }

    /// <summary>One task a thread; the first that ends by an exception stops the others of both stages.</summary>
    private Task Start(Func<Task> stage, CancellationTokenSource stop) => Task.WhenAll(Enumerable.Range(0, options.Threads).Select(_ => Task.Run(
        async () =>
        {
            try
            {
                await stage();
            }
            catch
            {
                await stop.CancelAsync();
                throw;
            }
        },
        stop.Token)));

    private async Task PrepareAllAsync(Action finished, CancellationTokenSource stop)
    {
        try
        {
            await Start(() => PrepareAsync(finished, stop.Token), stop);
        }
        finally
        {
            _ready.Writer.Complete();
        }
    }

    private async Task PrepareAsync(Action finished, CancellationToken cancellationToken)
    {
        while (Interlocked.Increment(ref _taken) is var index && index < files.Count)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (job, failure) = Prepare(index);
            if (job is null)
            {
                _results[index] = new ScoredImage(files[index].Name, files[index].Prompt) { Failure = failure };
                finished();
                continue;
            }

            await _ready.Writer.WriteAsync(job, cancellationToken);
        }
    }

    private (Job? Job, ImageFailure? Failure) Prepare(int index)
    {
        try
        {
            using var image = ImageDecoder.Decode(File.ReadAllBytes(files[index].Path));
            return (new Job(index, image.Width, image.Height, engine.Prepare(image, files[index].Prompt)), null);
        }
        catch (ImageDecodeException exception)
        {
            return (null, new ImageFailure(JsonNamingPolicy.SnakeCaseLower.ConvertName(exception.Failure.ToString()), exception.Message));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return (null, new ImageFailure("unreadable", exception.Message));
        }
#pragma warning disable CA1031 // Whatever one image does, the thousands beside it are scored; the image is named with what happened.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return (null, new ImageFailure("internal", $"{exception.GetType().Name}: {exception.Message}"));
        }
    }

    private async Task RunModelsAsync(Action finished, CancellationToken cancellationToken)
    {
        var batch = new List<Job>(Batch);
        while (await _ready.Reader.WaitToReadAsync(cancellationToken))
        {
            batch.Clear();
            while (batch.Count < Batch && _ready.Reader.TryRead(out var job))
            {
                batch.Add(job);
            }

            engine.Run([.. batch.Select(job => job.Prepared)]);
            foreach (var job in batch)
            {
                using var prepared = job.Prepared;
                _results[job.Index] = Describe(job);
                finished();
            }
        }
    }

    private ScoredImage Describe(Job job)
    {
        var values = new double[_columns.Count];
        Array.Fill(values, double.NaN);
        foreach (var score in job.Prepared.Scores)
        {
            values[_columns[score.Scorer]] = score.Value;
        }

        return new ScoredImage(files[job.Index].Name, files[job.Index].Prompt)
        {
            Width = job.Width,
            Height = job.Height,
            Values = values,
            Facts = ImageFacts.Of(engine, job.Prepared),
            Embeddings = options.KeepEmbeddings ? job.Prepared.Embeddings : [],
        };
    }

    private sealed record Job(int Index, int Width, int Height, PreparedImage Prepared);
}
