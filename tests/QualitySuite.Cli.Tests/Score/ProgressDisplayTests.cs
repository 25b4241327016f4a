using Microsoft.Extensions.Time.Testing;
using QualitySuite.Cli.Score;

namespace QualitySuite.Cli.Tests.Score;

public sealed class ProgressDisplayTests
{
    [Fact]
    public async Task Where_there_is_no_terminal_a_line_every_five_seconds_tells_speed_and_time_left()
    {
        await using var error = new StringWriter();
        var time = new FakeTimeProvider();
        var result = await new ProgressDisplay(error, time).RunAsync("photos", 100, finished =>
        {
            for (var i = 0; i < 100; i++)
            {
                time.Advance(TimeSpan.FromSeconds(0.2));
                finished();
            }

            return Task.FromResult(7);
        });

        Assert.Equal(7, result);
        Assert.Equal(
            ["photos: 25 of 100, 5.0 images/s, 00:00:15 left", "photos: 50 of 100, 5.0 images/s, 00:00:10 left", "photos: 75 of 100, 5.0 images/s, 00:00:05 left"],
            error.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }
}
