using QualitySuite.ServiceDefaults;

namespace QualitySuite.FeedbackApi.Batches;

/// <summary>Turns what a client sent, alone or as a line of a batch, into the row that is written.</summary>
internal interface IIntake<TSubmission, TRow>
{
    /// <summary>The row; null when something is wrong with a field.</summary>
    (TRow? Row, FieldErrors Errors) Read(TSubmission submission, ApiCaller caller);

    /// <summary>What came with it to show that a web page may send it.</summary>
    string? TokenOf(TSubmission submission);
}
