using Microsoft.AspNetCore.Http.HttpResults;
using QualitySuite.ServiceDefaults;

namespace QualitySuite.FeedbackApi.Writing;

/// <summary>Answers of 503 to those who come when as many wait as may.</summary>
internal static class Busy
{
    public static ProblemHttpResult Rows() => Problems.Unavailable("The database is slower than what comes in, and as much waits for it as may. Nothing was stored; try again.");

    public static ProblemHttpResult Batches() => Problems.Unavailable("As many batches are read at once as may be. Nothing was stored; try again.");
}
