using System.Text.Json;
using QualitySuite.Cli.Score.Inputs;
using QualitySuite.Imaging;
using QualitySuite.Scoring;

namespace QualitySuite.Cli.Score;

/// <summary>
/// Scores files by as many loops as there are threads, each of which reads, decodes and measures an image or runs the models on a batch of what is
/// ready, whichever is next: no more threads compute than were asked for. A full batch goes first, so that no more than
/// <see cref="Batch"/> images and one a thread wait between the two, whatever the size of the folder. Used once.
/// </summary>
internal sealed class FolderScorer(ScoringEngine engine, IReadOnlyList<ImageFile> files, FolderScorerOptions options)
{
    private const int Batch = 8;

    private readonly ScoredImage[] _results = new ScoredImage[files.Count];
    private readonly Dictionary<string, int> _columns = options.Scorers.Select((s, i) => (s.Identity, i)).ToDictionary(c => c.Identity, c => c.i, StringComparer.Ordinal);
    private readonly ScoringFacts _facts = new(engine);
    private readonly Lock _lock = new();
    private readonly Queue<Job> _ready = [];
    private int _taken;

    /// <summary>Scores all files; what happens to one of them is told in its <see cref="ScoredImage.Failure"/>.</summary>
    /// <param name="finished">Called for each image, from several threads at once.</param>
    /// <param name="cancellationToken">Stops after the images in hand.</param>
    /// <returns>In the order of the files.</returns>
    public async Task<ScoredImage[]> RunAsync(Action finished, CancellationToken cancellationToken)
    {
        // The loops keep pool threads busy; without these the pool would take seconds to grow.
        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(Math.Max(workers, options.Threads + 2), ports);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await Task.WhenAll(Enumerable.Range(0, options.Threads).Select(_ => Task.Run(() => Work(finished, stop), stop.Token)));
        }
        finally
        {
            foreach (var left in _ready)
            {
                left.Prepared.Dispose();
            }
        }

        return _results;
    }

    /// <summary>Does steps until there is none; what another loop has in hand, that loop also finishes. An exception stops the others.</summary>
    private void Work(Action finished, CancellationTokenSource stop)
    {
        try
        {
            var batch = new List<Job>(Batch);
            while (TryNext(batch, out var index))
            {
                if (batch.Count > 0)
                {
                    RunModels(batch, finished);
                }
                else
                {
                    PrepareOne(index, finished);
                }

                stop.Token.ThrowIfCancellationRequested();
            }
        }
        catch
        {
            stop.Cancel();
            throw;
        }
    }

    /// <summary>The next step: run the <paramref name="batch"/> that is now filled, or, where it is empty, prepare the file.</summary>
    private bool TryNext(List<Job> batch, out int index)
    {
        batch.Clear();
        lock (_lock)
        {
            if (_ready.Count < Batch && _taken < files.Count)
            {
                index = _taken++;
                return true;
            }

            while (batch.Count < Batch && _ready.TryDequeue(out var job))
            {
                batch.Add(job);
            }

            index = -1;
            return batch.Count > 0;
        }
    }

    private void PrepareOne(int index, Action finished)
    {
        var (job, failure) = Prepare(index);
        if (job is null)
        {
            _results[index] = new ScoredImage(files[index].Name, files[index].Prompt) { Failure = failure };
            finished();
            return;
        }

        lock (_lock)
        {
            _ready.Enqueue(job);
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

    private void RunModels(List<Job> batch, Action finished)
    {
        try
        {
            engine.Run([.. batch.Select(job => job.Prepared)]);
            foreach (var job in batch)
            {
                _results[job.Index] = Describe(job);
                finished();
            }
        }
        finally
        {
            batch.ForEach(job => job.Prepared.Dispose());
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
            Facts = _facts.Of(job.Prepared),
            Embeddings = options.KeepEmbeddings ? job.Prepared.Embeddings : [],
        };
    }

    private sealed record Job(int Index, int Width, int Height, PreparedImage Prepared);
}
