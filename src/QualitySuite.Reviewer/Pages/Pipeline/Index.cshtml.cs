using Microsoft.AspNetCore.Mvc;
using QualitySuite.Client;
using QualitySuite.Contracts;
using QualitySuite.Contracts.Pipeline;
using QualitySuite.Reviewer.Hosting;
using QualitySuite.Reviewer.Scope;

namespace QualitySuite.Reviewer.Pages.Pipeline;

/// <summary>The way from ingest to scores, live.</summary>
public sealed class PipelineModel(QualityClient api, KnownDimensions known, TimeProvider clock, ILogger<PipelineModel> logger) : SuitePage(api, known, clock, logger)
{
    private const int PageSize = 50;

    public PipelineStatus? Status { get; private set; }

    public Page<DeadLetter> DeadLetters { get; private set; } = new([], NextCursor: null);

    /// <summary>Where the shown part of the dead letters begins; null: at the newest.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Cursor { get; set; }

    /// <summary>What became of the last replay; null: there was none.</summary>
    [TempData]
    public string? Message { get; set; }

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(LoadAsync, cancellationToken);

    public async Task<IActionResult> OnPostReplayAsync(Guid id, CancellationToken cancellationToken)
    {
        try
        {
            await Api.ReplayAsync(id, cancellationToken);
            Message = "Put back into the queue. It leaves this list once it is scored.";
        }
        catch (QualityApiException gone) when (gone.StatusCode is System.Net.HttpStatusCode.NotFound or System.Net.HttpStatusCode.Conflict)
        {
            Message = "It is no longer among the dead letters.";
        }
        catch (Exception exception) when (ApiOutage.Is(exception))
        {
            Message = "The Feedback API did not answer, so nothing was put back. Try again.";
        }

        return RedirectToPage(new { Cursor });
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        var status = Api.GetPipelineAsync(cancellationToken);
        DeadLetters = await Api.ListDeadLettersAsync(PageSize, Cursor, cancellationToken);
        Status = await status;
    }
}
