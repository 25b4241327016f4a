using Microsoft.AspNetCore.Http.HttpResults;
using QualitySuite.Contracts.Batches;
using QualitySuite.Contracts.Feedback;
using QualitySuite.ServiceDefaults;

namespace QualitySuite.FeedbackApi.Batches;

/// <summary>Collects what became of the lines of a batch, in whichever order it is known.</summary>
internal sealed class BatchResults
{
    private readonly List<BatchResult> _results = [];

    public void Accept(int index, RecordedStatus recorded) => Add(new BatchResult(index, StatusCodes.Status202Accepted, Recorded: recorded));

    public void Accept(int index, int status, Guid id) => Add(new BatchResult(index, status, id));

    public void Refuse(int index, IResult problem)
    {
        var details = problem switch
        {
            ProblemHttpResult p => p.ProblemDetails,
            ValidationProblem v => v.ProblemDetails,
            _ => throw new ArgumentException($"{problem.GetType().Name} is no problem.", nameof(problem)),
        };
        var errors = details is HttpValidationProblemDetails validation
            ? validation.Errors.AsReadOnly()
            : details.Extensions.TryGetValue("errors", out var given) ? given as IReadOnlyDictionary<string, string[]> : null;
        Add(new BatchResult(index, details.Status!.Value, Problem: new BatchProblem(details.Type!, details.Title!, details.Status.Value, details.Detail!, errors)));
    }

    /// <summary>The answer: 207, one result a line.</summary>
    public JsonHttpResult<BatchAnswer> ToAnswer()
    {
        _results.Sort((a, b) => a.Index.CompareTo(b.Index));
        return TypedResults.Json(new BatchAnswer(_results), ServiceJson.Options, statusCode: StatusCodes.Status207MultiStatus);
    }

    // Lines are read while those before them are written.
    private void Add(BatchResult result)
    {
        lock (_results)
        {
            _results.Add(result);
        }
    }
}
