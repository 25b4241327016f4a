using Microsoft.AspNetCore.Mvc;
using QualitySuite.Client;
using QualitySuite.Reviewer.Scope;

namespace QualitySuite.Reviewer.Pages;

/// <summary>What is shown instead of a page that does not exist or that failed.</summary>
[ResponseCache(NoStore = true)]
[IgnoreAntiforgeryToken]
public sealed class ErrorModel(QualityClient api, KnownDimensions known, TimeProvider clock, ILogger<ErrorModel> logger) : SuitePage(api, known, clock, logger)
{
    public string Heading { get; private set; } = "Something went wrong";

    public string Explanation { get; private set; } = "The page could not be made. The log of the Reviewer says why.";

    public void OnGet(int? code) => Explain(code);

    public void OnPost(int? code) => Explain(code);

    private void Explain(int? code)
    {
        (Heading, Explanation) = code switch
        {
            StatusCodes.Status404NotFound => ("There is nothing here", "The address is wrong, or what was here has been erased."),
            StatusCodes.Status400BadRequest => ("The request was not understood", "Part of the address or form has a value that cannot be read."),
            _ => (Heading, Explanation),
        };
    }
}
