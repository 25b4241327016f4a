using Microsoft.AspNetCore.Http.HttpResults;
using QualitySuite.ServiceDefaults;

namespace QualitySuite.FeedbackApi.Generations;

internal static class GenerationProblems
{
    public static ProblemHttpResult NotAUuid() =>
        Problems.BadRequest("id: a UUID such as 01890a5d-ac96-774b-bcce-b302099a8057; the path has none.", "invalid_id");

    public static ProblemHttpResult OtherApp(ApiCaller caller) => Problems.Forbidden($"This API key may only be used for the app \"{caller.App}\".");

    public static ProblemHttpResult Erased(Guid id) => Problems.Create(
        StatusCodes.Status410Gone, "generation_erased", $"Generation {id} was erased at its user's request. It is not taken in again under this id.");

    public static ProblemHttpResult NotFound(Guid id) => Problems.NotFound($"There is no generation {id}.");
}
