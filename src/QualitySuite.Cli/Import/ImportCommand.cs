using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using QualitySuite.Cli.Import.Rows;
using QualitySuite.Cli.Import.Sources;
using QualitySuite.Cli.Import.State;
using QualitySuite.Cli.Score;
using QualitySuite.Cli.Server;
using QualitySuite.Client;
using QualitySuite.Client.Sending;

namespace QualitySuite.Cli.Import;

/// <summary><c>quality import</c>: sends an archive of images and prompts to a running suite.</summary>
internal static class ImportCommand
{
    private const int HasRefusals = 1;

    private const string Help = """
        Sends an archive of images and prompts to a running suite. Running it again sends what is missing and changes nothing else.

        A table has a column for the prompt and may have others: id, negative_prompt, model, model_version, sampler, steps, guidance, seed, width, height,
        latency_ms, created_at (ISO 8601 or Unix time), user, session; file (a path, relative to the table, or a URL that
        the server may fetch) or image (bytes, base64 or a path);
        stars (1 to 5), thumb (1 or -1). In a folder the prompt of a.png stands in a.txt, or with the rest in a.json, in --prompts, or in the PNG file itself.
        """;

    public static Command Create(TextWriter output, TextWriter error, TimeProvider time)
    {
        var options = new ImportOptions();
        var command = new Command("import", Help);
        options.AddTo(command);
        ServerOptions.FeedbackApi.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            // System.CommandLine heeds Ctrl-C only after the action has first returned to it.
            await Task.Yield();
            var source = await ImportSource.OpenAsync(
                parsed.GetRequiredValue(options.Source), options.Columns(parsed), parsed.GetValue(options.Prompts), parsed.GetValue(options.Recursive), cancellationToken);
            var run = new ImportRun(source, parsed, options, output, error, time);
            if (parsed.GetValue(options.DryRun))
            {
                return await run.RunAsync(http: null, cancellationToken);
            }

            using var http = ServerOptions.FeedbackApi.Connect(parsed);
            return await ServerOptions.RunAsync(http, async () =>
            {
                await new QualityClient(http).CheckIngestAsync(cancellationToken);
                return await run.RunAsync(http, cancellationToken);
            });
        });
        return command;
    }

    private sealed class ImportRun(ImportSource source, ParseResult parsed, ImportOptions options, TextWriter output, TextWriter error, TimeProvider time)
    {
        private readonly string _app = parsed.GetRequiredValue(options.App);

        /// <summary>Without a server it is a dry run.</summary>
        public async Task<int> RunAsync(HttpClient? http, CancellationToken cancellationToken)
        {
            using var errors = new ErrorFile(StateFile(".errors.jsonl"));
            errors.Clear();
            using var journal = http is null ? ImportJournal.None() : ImportJournal.Open(StateFile($".{Target(http.BaseAddress!)}.import"));
            var delivery = http is null ? null : new BatchDelivery(new QualityClient(http), time: time, logger: new OutageNotes(error));
            var mapping = new RowMapping(new ImportDefaults(_app, parsed.GetValue(options.Model), parsed.GetValue(options.Date)), time);
            var pace = new ImportPace(_app, parsed.GetValue(options.Concurrency), parsed.GetValue(options.Rate));
            var importer = new Importer(source, mapping, delivery, journal, errors, pace, time);
            var count = await source.CountAsync(cancellationToken);
            try
            {
                await new ProgressDisplay(error, time, "rows").RunAsync(Path.GetFileName(source.Path), count, async rowDone =>
                {
                    await importer.RunAsync(rowDone, cancellationToken);
                    return 0;
                });
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                throw new StoppedException($"stopped; {Figures.Count(importer.Summary.Sent)} rows were sent. The same command goes on there.");
            }

            Tell(importer.Summary, errors.Path, isDry: http is null);
            return importer.Summary.Refused > 0 ? HasRefusals : 0;
        }

        private void Tell(ImportSummary summary, string errorFile, bool isDry)
        {
            output.WriteLine(isDry
                ? $"{Figures.Count(summary.Rows)} rows: {Figures.Count(summary.Sent)} can be sent with {Figures.Count(summary.Feedback)} feedback, "
                    + $"{Figures.Count(summary.Skipped)} would be skipped, {Figures.Count(summary.Refused)} are refused. Nothing was sent."
                : $"{Figures.Count(summary.Rows)} rows: {Figures.Count(summary.Sent)} sent with {Figures.Count(summary.Feedback)} feedback, "
                    + $"{Figures.Count(summary.WereThere)} were there, {Figures.Count(summary.Skipped)} skipped, {Figures.Count(summary.Refused)} refused.");
            if (summary.FirstRefusal is var (row, reason))
            {
                output.WriteLine($"First refused: {row.Place}: {(reason.Field is null ? "" : reason.Field + ": ")}{reason.Reason} All are in {errorFile}");
            }
        }

        private string StateFile(string ending)
        {
            var folder = parsed.GetValue(options.State) ?? Path.GetDirectoryName(source.Path)!;
            return Directory.Exists(folder) ? Path.Combine(folder, Path.GetFileName(source.Path) + ending) : throw new ToolException($"--state: the folder '{folder}' does not exist.");
        }

        /// <summary>Another server or app has a journal of its own.</summary>
        private string Target(Uri address) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{address}\n{_app}")))[..8];
    }
}
