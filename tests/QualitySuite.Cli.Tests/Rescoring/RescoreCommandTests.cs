using System.Globalization;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using QualitySuite.Cli.Rescoring;
using QualitySuite.Cli.Server;

namespace QualitySuite.Cli.Tests.Rescoring;

public sealed class RescoreCommandTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>In Thailand's calendar the year 2026 is that of the Buddhist era.</summary>
    [Theory]
    [InlineData("2026-01-31", "2026-01-31T00:00:00+00:00")]
    [InlineData("2026-01-31T12:00:00Z", "2026-01-31T12:00:00+00:00")]
    [InlineData("2026-01-31T12:00:00+01:00", "2026-01-31T11:00:00+00:00")]
    public async Task A_moment_is_the_same_whatever_the_culture_and_utc_where_no_offset_is_said(string from, string expected)
    {
        await using var server = await FeedbackServer.StartAsync();
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("th-TH");

        var (code, _, error) = await Tool.RunAsync("rescore", "--from", from, "--to", from, "--feedback-api", server.Address, "--key", "k");

        Assert.Equal((0, ""), (code, error));
        var request = await server.Requests.ReadAsync(Cancellation);
        Assert.Equal(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture), request.GetProperty("from").GetDateTimeOffset());
        Assert.Equal(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture), request.GetProperty("to").GetDateTimeOffset());
    }

    [Fact]
    public async Task A_day_begins_at_midnight_utc_on_a_machine_of_another_time_zone()
    {
        await using var server = await FeedbackServer.StartAsync();
        using var process = ToolProcess.Start(["rescore", "--from", "2026-01-31", "--feedback-api", server.Address, "--key", "k"], start => start.Environment["TZ"] = "America/New_York");
        await process.WaitForExitAsync(Cancellation);

        Assert.Equal(0, process.ExitCode);
        Assert.Equal("2026-01-31T00:00:00+00:00", (await server.Requests.ReadAsync(Cancellation)).GetProperty("from").GetDateTimeOffset().ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("01/02/2026")]
    [InlineData("2026-02-30")]
    [InlineData("yesterday")]
    public async Task What_is_no_moment_is_wrong_usage(string from)
    {
        var (code, _, error) = await Tool.RunAsync("rescore", "--from", from);

        Assert.Equal(2, code);
        Assert.Contains($"'{from}' is no moment: 2026-01-31 or 2026-01-31T12:00:00Z is.", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_the_workers_are_behind_it_says_every_five_seconds_that_it_waits()
    {
        await using var server = await FeedbackServer.StartAsync();
        server.Pending = 700;
        var time = new FakeTimeProvider();
        await using var output = new StringWriter();
        var run = RescoreCommand.Create(output, time).Parse(["--from", "2026-01-31", "--feedback-api", server.Address, "--key", "k"]).InvokeAsync(cancellationToken: Cancellation);
        while (server.Polls < 14)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(20, Cancellation);
        }

        server.Pending = 0;
        while (!run.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(20, Cancellation);
        }

        var lines = output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.InRange(lines.Count(line => line == "700 images wait for the workers; more are queued when fewer than 500 do"), 1, 13);
        Assert.Equal("2 images are queued.", lines[^1]);
    }

    [Fact]
    public async Task Stopped_it_says_how_many_it_has_queued()
    {
        await using var server = await FeedbackServer.StartAsync();
        server.Endless = true;
        using var process = ToolProcess.Start(["rescore", "--from", "2026-01-31", "--feedback-api", server.Address, "--key", "k"]);
        var output = process.StandardOutput.ReadToEndAsync(Cancellation);
        await server.Requests.ReadAsync(Cancellation);
        await server.Requests.ReadAsync(Cancellation);
        await ToolProcess.InterruptAsync(process);

        Assert.Equal(130, process.ExitCode);
        Assert.StartsWith("2 queued, 2 wait", await output, StringComparison.Ordinal);
        Assert.Matches("^quality: stopped; [0-9]+ images are queued and will be scored", await process.StandardError.ReadToEndAsync(Cancellation));
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_no_control_c()
    {
        await using var server = await FeedbackServer.StartAsync();
        server.Silent = true;
        using var http = new HttpClient { BaseAddress = new Uri(server.Address), Timeout = TimeSpan.FromSeconds(0.2) };

        var exception = await Assert.ThrowsAsync<ToolException>(() => ServerOptions.RunAsync(http, async () =>
        {
            await http.GetAsync(http.BaseAddress, Cancellation);
            return 0;
        }));

        Assert.Equal($"{server.Address}/ does not answer within 0.2 s.", exception.Message);
    }

    [Theory]
    [InlineData("{\"feedbackApi\": \"http://127", "endpoints.json, where the suite of this checkout says where it is, cannot be read: ")]
    [InlineData("[]", "No suite runs in this checkout; say where one is by --feedback-api or QUALITY_FEEDBACK_API.")]
    public async Task A_half_written_description_of_the_running_suite_is_told(string content, string expected)
    {
        var folder = Directory.CreateTempSubdirectory("quality-endpoints-");
        try
        {
            var run = folder.CreateSubdirectory(Path.Combine("artifacts", "run"));
            await File.WriteAllTextAsync(Path.Combine(run.FullName, "endpoints.json"), content, Encoding.UTF8, Cancellation);
            using var process = ToolProcess.Start(["rescore", "--from", "2026-01-31"], start =>
            {
                start.WorkingDirectory = folder.FullName;
                start.Environment.Remove("QUALITY_FEEDBACK_API");
                start.Environment.Remove("QUALITY_API_KEY");
            });
            var error = await process.StandardError.ReadToEndAsync(Cancellation);
            await process.WaitForExitAsync(Cancellation);

            Assert.Equal(1, process.ExitCode);
            Assert.StartsWith("quality: ", error, StringComparison.Ordinal);
            Assert.Contains(expected, error, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
