using QualitySuite.Cli;
using QualitySuite.Client;
using QualitySuite.Contracts.Feedback;

namespace QualitySuite.IntegrationTests;

/// <summary><c>quality import</c> into the running suite.</summary>
public sealed class ImportTests(SharedSuite shared) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("quality-import-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task An_archive_is_there_once_however_often_it_is_imported_and_what_is_wrong_is_told_by_row()
    {
        for (var i = 0; i < 40; i++)
        {
            await File.WriteAllBytesAsync(Path.Combine(_folder.FullName, $"{i}.jpg"), TestImages.Draw(5_000 + i, 64, 64), Cancellation);
        }

        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "40.jpg"), "not an image", Cancellation);
        var day = new DateTimeOffset(TimeProvider.System.GetUtcNow().Date.AddDays(-10), TimeSpan.Zero);
        await File.WriteAllLinesAsync(
            Path.Combine(_folder.FullName, "archive.csv"),
            ["file,prompt,model,version,created_at,stars,user", .. Enumerable.Range(0, 41).Select(i => $"{i}.jpg,picture {i},painter,1,{day.AddMinutes(i):O},{i % 6},u{i}")], Cancellation);

        var first = await RunAsync();
        Assert.Equal((1, ""), (first.Code, first.Error));
        Assert.StartsWith("41 rows: 40 sent with 33 feedback, 0 were there, 0 skipped, 1 refused.", first.Output, StringComparison.Ordinal);
        Assert.Contains("\"place\":\"line 42\",\"field\":null", await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "archive.csv.errors.jsonl"), Cancellation), StringComparison.Ordinal);
        var imported = await ListAsync();
        Assert.Equal(Enumerable.Range(0, 40).Select(i => ($"picture {i}", day.AddMinutes(i).ToString("O"))), imported.Select(g => (g.Prompt, g.CreatedAt.ToString("O"))));
        var told = await shared.Running.Client.GetGenerationAsync(imported[4].Id, Cancellation);
        Assert.Equal([(FeedbackKind.Stars, 4)], told.Feedback.Select(f => (f.Kind, f.Value!.Value)));

        var again = await RunAsync();
        File.Delete(Directory.EnumerateFiles(_folder.FullName, "*.import").Single());
        var forgetful = await RunAsync();

        Assert.StartsWith("41 rows: 0 sent with 0 feedback, 40 were there, 0 skipped, 1 refused.", again.Output, StringComparison.Ordinal);
        Assert.StartsWith("41 rows: 0 sent with 0 feedback, 40 were there, 0 skipped, 1 refused.", forgetful.Output, StringComparison.Ordinal);
        Assert.Equal(imported.Select(g => g.Id), (await ListAsync()).Select(g => g.Id));
        Assert.Equal(1, (await shared.Running.Client.GetGenerationAsync(imported[4].Id, Cancellation)).FeedbackCount);
    }

    private async Task<(int Code, string Output, string Error)> RunAsync()
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        string[] arguments = ["import", Path.Combine(_folder.FullName, "archive.csv"), "--app", "import", "--feedback-api", shared.Running.Api.BaseAddress!.ToString(), "--key", shared.Running.ApiKey];
        return (await QualityTool.RunAsync(arguments, TextReader.Null, output, error), output.ToString(), error.ToString());
    }

    private async Task<IReadOnlyList<Contracts.Generations.GenerationSummary>> ListAsync() =>
        (await shared.Running.Client.ListGenerationsAsync(new GenerationQuery { App = "import", Order = "oldest", Limit = 100 }, Cancellation)).Items;
}
