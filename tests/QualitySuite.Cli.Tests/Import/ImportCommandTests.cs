using System.Text.Json;
using Parquet;
using Parquet.Schema;
using Parquet.Serialization;
using QualitySuite.Contracts.Feedback;
using QualitySuite.Contracts.Generations;

namespace QualitySuite.Cli.Tests.Import;

public sealed class ImportCommandTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("quality-import-");
    private IngestServer _server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await IngestServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_folder_with_prompts_beside_its_images_is_sent_once_however_often_it_is_imported()
    {
        var images = _folder.CreateSubdirectory("images");
        foreach (var name in (string[])["a", "b", "c"])
        {
            Pictures.Draw(Path.Combine(images.FullName, $"{name}.png"), seed: name[0]);
        }

        Write("images/a.txt", "a lighthouse\n");
        Write("images/b.json", """{"prompt":"a harbour","negativePrompt":"fog","model":{"name":"own","version":"7"},"steps":30,"cfg_scale":7.5,"stars":4,"user":"u-1"}""");

        var (code, output, error) = await ImportAsync("images", "--model", "aurora@1.2");

        Assert.Equal("", error);
        Assert.Equal(1, code);
        Assert.StartsWith("3 rows: 2 sent with 1 feedback, 0 were there, 0 skipped, 1 refused.", output, StringComparison.Ordinal);
        var errors = ReadErrors("images.errors.jsonl");
        Assert.Equal([("c.png", "prompt")], errors.Select(e => (e.Place, e.Field)));
        var sent = _server.Generations.Values.OrderBy(g => g.Prompt).ToArray();
        Assert.Equal(
            [("a harbour", "fog", new ModelInfo("own", "7"), new SamplerInfo(null, 30, 7.5)), ("a lighthouse", null, new ModelInfo("aurora", "1.2"), null)],
            sent.Select(g => (g.Prompt!, g.NegativePrompt, g.Model!, g.Sampler)));
        Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(images.FullName, "a.png"), Cancellation), sent[1].ImageBase64!.Value.ToArray());
        var stars = Assert.Single(_server.Feedback.Values);
        Assert.Equal((sent[0].Id, "u-1", FeedbackKind.Stars, 4), (stars.GenerationId, stars.UserKey, stars.Kind, stars.Value));

        Write("images/c.txt", "a boat");
        var again = await ImportAsync("images", "--model", "aurora@1.2");

        Assert.Equal((0, "3 rows: 1 sent with 0 feedback, 2 were there, 0 skipped, 0 refused.\n"), (again.Code, again.Output));
        Assert.False(File.Exists(Path.Combine(_folder.FullName, "images.errors.jsonl")));
        Assert.Equal((3, 3), (_server.Generations.Count, _server.Arrived));
    }

    [Fact]
    public async Task Without_its_journal_an_import_sends_the_same_ids_and_nothing_is_doubled()
    {
        Write("archive.csv", "prompt,seed\na,1\nb,2\nb,2\n");
        await ImportAsync("archive.csv", "--model", "m@1");
        var ids = _server.Generations.Keys.Order().ToArray();
        foreach (var journal in _folder.EnumerateFiles("*.import"))
        {
            journal.Delete();
        }

        var (code, output, _) = await ImportAsync("archive.csv", "--model", "m@1");

        Assert.Equal((0, "3 rows: 0 sent with 0 feedback, 3 were there, 0 skipped, 0 refused.\n"), (code, output));
        Assert.Equal(3, ids.Length);
        Assert.Equal(ids, _server.Generations.Keys.Order());
    }

    [Fact]
    public async Task The_columns_of_a_table_are_found_by_usual_names_or_named()
    {
        var image = Path.Combine(_folder.FullName, "one.png");
        Pictures.Draw(image, 1);
        var id = Guid.NewGuid();
        Write("archive.csv", $"""
            Id,Text,file_name,Checkpoint,version,num_inference_steps,CFG Scale,seed,timestamp,user_id,vote,took
            {id},"a ""red"" cup, on a table",one.png,aurora,2,20.0,7,42,{Recent:yyyy-MM-dd} 10:00:00,u1,down,1200
            row-2,a cup,,aurora,2,,,,,,,
            """);

        var (code, output, error) = await ImportAsync("archive.csv", "--latency-ms-column", "took");

        Assert.Equal((0, "2 rows: 2 sent with 1 feedback, 0 were there, 0 skipped, 0 refused.\n", ""), (code, output, error));
        var first = _server.Generations[id.ToString()];
        Assert.Equal(
            ("app", "a \"red\" cup, on a table", new ModelInfo("aurora", "2"), new SamplerInfo(null, 20, 7), 42L, 1200.0, "u1"),
            (first.App!, first.Prompt!, first.Model!, first.Sampler!, first.Seed!.Value, first.LatencyMs!.Value, first.UserKey!));
        Assert.Equal(new DateTimeOffset(Recent.Date.AddHours(10), TimeSpan.Zero), first.CreatedAt);
        Assert.Equal(await File.ReadAllBytesAsync(image, Cancellation), first.ImageBase64!.Value.ToArray());
        Assert.Equal((FeedbackKind.Thumb, -1), (_server.Feedback.Values.Single().Kind, _server.Feedback.Values.Single().Value));
    }

    [Fact]
    public async Task Lines_of_json_bring_images_in_base64_and_what_is_wrong_is_told_by_row_and_field()
    {
        var image = Path.Combine(_folder.FullName, "one.png");
        Pictures.Draw(image, 1);
        var base64 = Convert.ToBase64String(await File.ReadAllBytesAsync(image, Cancellation));
        Write("archive.jsonl", $$$"""
            {"prompt":"a","image":"{{{base64}}}","model":"m@1","sampler":{"name":"euler","steps":20}}
            {"prompt":"b","image":"missing.png","model":"m@1"}
            {"prompt":"c","model":"m@1","seed":"many","stars":9}
            {"prompt":"d"}
            [1]
            {"prompt":"e","model":"m@1","image":"data:image/png;base64,iVBORw0KGgo!"}
            {"prompt":"refused","model":"m@1"}
            {"model":"m@1"}
            {"prompt":"u","model":"m@1","image":"https://images.example.com/u.png"}
            """);
        _server.Refuses = "refused";

        var (code, output, _) = await ImportAsync("archive.jsonl");

        Assert.Equal(1, code);
        Assert.StartsWith("9 rows: 2 sent with 0 feedback, 0 were there, 0 skipped, 7 refused.", output, StringComparison.Ordinal);
        Assert.Equal(
            [("line 2", "file"), ("line 3", "seed"), ("line 3", "stars"), ("line 4", "model"), ("line 5", null), ("line 6", "image"), ("line 7", "prompt"), ("line 8", "prompt")],
            ReadErrors("archive.jsonl.errors.jsonl").Select(e => (e.Place, e.Field)).Order());
        Assert.Equal(
            [("a", "euler", null), ("u", null, "https://images.example.com/u.png")],
            _server.Generations.Values.Select(g => (g.Prompt!, g.Sampler?.Name, g.ImageUrl)).Order());
    }

    [Fact]
    public async Task A_parquet_table_brings_its_images_and_typed_columns()
    {
        var image = Path.Combine(_folder.FullName, "one.png");
        Pictures.Draw(image, 1);
        var bytes = await File.ReadAllBytesAsync(image, Cancellation);
        DataField[] fields =
        [
            new DataField("caption", typeof(string), isNullable: false), new DataField("image", typeof(byte[]), isNullable: true),
            new DataField("seed", typeof(long), isNullable: true), new DataField("created_at", typeof(DateTime), isNullable: true),
        ];
        await using (var stream = File.Create(Path.Combine(_folder.FullName, "archive.parquet")))
        {
            await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), stream, cancellationToken: Cancellation);
            using var group = writer.CreateRowGroup();
            await group.WriteAsync(fields[0], ["a", "b"]);
            await group.WriteAsync(fields[1], [bytes, null!]);
            await group.WriteAsync<long>(fields[2], new long?[] { long.MaxValue, null }.AsMemory(), cancellationToken: Cancellation);
            await group.WriteAsync<DateTime>(fields[3], new DateTime?[] { Recent.UtcDateTime, null }.AsMemory(), cancellationToken: Cancellation);
            group.CompleteValidate();
        }

        var (code, output, error) = await ImportAsync("archive.parquet", "--model", "m@1");

        Assert.Equal((0, "2 rows: 2 sent with 0 feedback, 0 were there, 0 skipped, 0 refused.\n", ""), (code, output, error));
        var sent = _server.Generations.Values.OrderBy(g => g.Prompt).ToArray();
        Assert.Equal([("a", (long?)long.MaxValue, bytes.Length), ("b", null, 0)], sent.Select(g => (g.Prompt!, g.Seed, g.ImageBase64?.Length ?? 0)));
        Assert.Equal(Recent, sent[0].CreatedAt);
    }

    /// <summary>How Hugging Face's datasets store images.</summary>
    [Fact]
    public async Task A_parquet_table_may_hold_its_images_in_a_struct_of_bytes_and_path()
    {
        var image = Path.Combine(_folder.FullName, "one.png");
        Pictures.Draw(image, 1);
        var bytes = await File.ReadAllBytesAsync(image, Cancellation);
        DatasetRow[] rows = [new() { text = "a", image = new() { bytes = bytes, path = "elsewhere.png" } }, new() { text = "b" }];
        await using (var stream = File.Create(Path.Combine(_folder.FullName, "archive.parquet")))
        {
            await ParquetSerializer.SerializeAsync(rows, stream, cancellationToken: Cancellation);
        }

        var (code, output, error) = await ImportAsync("archive.parquet", "--model", "m@1");

        Assert.Equal((0, "2 rows: 2 sent with 0 feedback, 0 were there, 0 skipped, 0 refused.\n", ""), (code, output, error));
        Assert.Equal([("a", bytes.Length), ("b", 0)], _server.Generations.Values.OrderBy(g => g.Prompt).Select(g => (g.Prompt!, g.ImageBase64?.Length ?? 0)));
    }

    [Theory]
    [InlineData("refuse", 1, "3 rows: 1 sent with 0 feedback, 0 were there, 0 skipped, 2 refused.")]
    [InlineData("skip", 0, "3 rows: 1 sent with 0 feedback, 0 were there, 2 skipped, 0 refused.")]
    [InlineData("clamp", 0, "3 rows: 3 sent with 0 feedback, 0 were there, 0 skipped, 0 refused.")]
    [InlineData("now", 0, "3 rows: 3 sent with 0 feedback, 0 were there, 0 skipped, 0 refused.")]
    public async Task A_time_that_the_api_does_not_accept_is_treated_as_was_said(string mode, int expected, string summary)
    {
        Write("archive.csv", $"prompt,created_at\nold,2019-01-31\nnew,{Recent:O}\nfuture,2190-01-31T00:00:00Z\n");

        var (code, output, _) = await ImportAsync("archive.csv", "--model", "m@1", "--date", mode);

        Assert.Equal((expected, summary), (code, output.Split('\n')[0]));
        var now = TimeProvider.System.GetUtcNow();
        foreach (var sent in _server.Generations.Values.Where(g => g.Prompt != "new"))
        {
            var wanted = mode == "clamp" && sent.Prompt == "old" ? now - GenerationLimits.OldestCreatedAt + TimeSpan.FromHours(1) : now;
            Assert.InRange(sent.CreatedAt!.Value, wanted - TimeSpan.FromMinutes(5), wanted + TimeSpan.FromMinutes(5));
        }
    }

    [Fact]
    public async Task A_dry_run_tells_what_would_happen_and_sends_nothing()
    {
        Write("image.png", "no image");
        Pictures.Draw(Path.Combine(_folder.FullName, "good.png"), 1);
        Write("archive.csv", "prompt,file\na,image.png\nb,good.png\n");

        var (code, output, error) = await Tool.RunAsync("import", Path.Combine(_folder.FullName, "archive.csv"), "--app", "app", "--model", "m@1", "--dry-run");

        Assert.Equal((1, ""), (code, error));
        Assert.StartsWith("2 rows: 1 can be sent with 0 feedback, 0 would be skipped, 1 are refused. Nothing was sent.", output, StringComparison.Ordinal);
        Assert.Equal([("line 2", "image")], ReadErrors("archive.csv.errors.jsonl").Select(e => (e.Place, e.Field)));
        Assert.Equal(0, _server.Arrived);
        Assert.Empty(_folder.EnumerateFiles("*.import"));
    }

    [Fact]
    public async Task A_killed_import_goes_on_where_it_stopped()
    {
        Write("archive.csv", "prompt\n" + string.Concat(Enumerable.Range(0, 500).Select(i => $"p{i}\n")));
        _server.HangsAfter = 100;
        using (var process = ToolProcess.Start(["import", Path.Combine(_folder.FullName, "archive.csv"), .. Target, "--model", "m@1", "--concurrency", "1"]))
        {
            await _server.Hangs.WaitAsync(Cancellation);
            process.Kill();
            await process.WaitForExitAsync(Cancellation);
        }

        var before = _server.Arrived;
        _server.HangsAfter = null;
        var (code, output, _) = await ImportAsync("archive.csv", "--model", "m@1");

        Assert.Equal((0, $"500 rows: {500 - before} sent with 0 feedback, {before} were there, 0 skipped, 0 refused.\n"), (code, output));
        Assert.InRange(before, 100, 499);
        Assert.Equal((500, 500), (_server.Generations.Count, _server.Arrived));
    }

    [Fact]
    public async Task Stopped_it_says_that_the_same_command_goes_on()
    {
        Write("archive.csv", "prompt\n" + string.Concat(Enumerable.Range(0, 100).Select(i => $"p{i}\n")));
        _server.HangsAfter = 32;
        using var process = ToolProcess.Start(["import", Path.Combine(_folder.FullName, "archive.csv"), .. Target, "--model", "m@1", "--concurrency", "1"]);
        await _server.Hangs.WaitAsync(Cancellation);
        await ToolProcess.InterruptAsync(process);

        Assert.Equal((130, "quality: stopped; 32 rows were sent. The same command goes on there.\n"), (process.ExitCode, await process.StandardError.ReadToEndAsync(Cancellation)));
    }

    [Fact]
    public async Task A_key_that_may_not_bring_data_is_told_before_anything_is_read()
    {
        Write("archive.csv", "prompt\na\n");
        _server.Status = 401;

        var (code, _, error) = await ImportAsync("archive.csv", "--model", "m@1");

        Assert.Equal((1, $"quality: {_server.Address}/ answers 401 Unauthorized\n"), (code, error));
    }

    [Theory]
    [InlineData("--prompt-column", "nope", "--prompt-column: there is no column 'nope'; the columns are words, seed.")]
    [InlineData("--seed-column", "seed", "No column is for the prompt; say which by --prompt-column. The columns are words, seed.")]
    public async Task Columns_that_do_not_fit_are_told(string option, string column, string expected)
    {
        Write("archive.csv", "words,seed\na,1\n");

        Assert.Equal((1, "", $"quality: {expected}\n"), await ImportAsync("archive.csv", option, column));
    }

    [Fact]
    public async Task A_source_that_is_none_is_told()
    {
        Write("archive.xlsx", "");
        var path = Path.Combine(_folder.FullName, "archive.xlsx");

        Assert.Equal((1, "", $"quality: '{path}' is neither a folder nor a file that ends in .csv, .jsonl, .ndjson or .parquet.\n"), await ImportAsync("archive.xlsx"));
        Assert.Equal((1, "", $"quality: '{path}x' does not exist.\n"), await ImportAsync("archive.xlsxx"));
    }

    private static DateTimeOffset Recent { get; } = new(TimeProvider.System.GetUtcNow().Date.AddDays(-3), TimeSpan.Zero);

    private string[] Target => ["--app", "app", "--feedback-api", _server.Address, "--key", "k"];

    private Task<(int Code, string Output, string Error)> ImportAsync(string source, params string[] more) =>
        Tool.RunAsync(["import", Path.Combine(_folder.FullName, source), .. Target, .. more]);

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.FullName, name), text);

    private List<(string Place, string? Field)> ReadErrors(string name) =>
    [
        .. File.ReadLines(Path.Combine(_folder.FullName, name)).Select(line => JsonSerializer.Deserialize<JsonElement>(line))
            .Select(error => (error.GetProperty("place").GetString()!, error.GetProperty("field").GetString())),
    ];

#pragma warning disable IDE1006 // The names of the columns.
    private sealed class DatasetRow
    {
        public string? text { get; set; }

        public DatasetImage? image { get; set; }
    }

    private sealed class DatasetImage
    {
        public byte[]? bytes { get; set; }

        public string? path { get; set; }
    }
#pragma warning restore IDE1006
}
