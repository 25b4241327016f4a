using Microsoft.Extensions.Logging.Abstractions;
using QualitySuite.Cli.Score;
using QualitySuite.Cli.Score.Inputs;
using QualitySuite.Scoring;

namespace QualitySuite.Cli.Tests.Score;

public sealed class FolderScorerTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("quality-folder-");

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Whoever finishes an image stays a while, so that any other that computes meanwhile is met.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task No_more_threads_compute_than_were_asked_for_and_every_image_is_scored_once(int threads)
    {
        const int Images = 40;
        var files = Enumerable.Range(0, Images).Select(Write).ToList();
        using var engine = new ScoringEngine(new ScoringEngineOptions { PackPath = Tool.Starter }, NullLogger<ScoringEngine>.Instance);
        var (gate, now, most, finished) = (new Lock(), 0, 0, 0);

        var images = await new FolderScorer(engine, files, new FolderScorerOptions(engine.Scorers, threads, KeepEmbeddings: true)).RunAsync(Finish, TestContext.Current.CancellationToken);

        Assert.InRange(most, 1, threads);
        Assert.Equal(Images, finished);
        Assert.Equal(files.Select(file => file.Name), images.Select(image => image.File));
        Assert.All(images, (image, i) => Assert.Equal((i % 3 == 0, i % 3 == 0 ? 0 : 1), (image.Failure is not null, image.Embeddings.Count)));

        void Finish()
        {
            lock (gate)
            {
                finished++;
                most = Math.Max(most, ++now);
            }

            Thread.Sleep(10);
            lock (gate)
            {
                now--;
            }
        }
    }

    /// <summary>Every third is no image.</summary>
    private ImageFile Write(int i)
    {
        var path = Path.Combine(_folder.FullName, $"{i:00}.png");
        if (i % 3 == 0)
        {
            File.WriteAllText(path, "no image");
        }
        else
        {
            Pictures.Draw(path, seed: i);
        }

        return new ImageFile(Path.GetFileName(path), path, Prompt: null);
    }
}
