using System.Runtime.ExceptionServices;

namespace QualitySuite.FeedbackApi.Writing;

/// <summary>What became of one row of a shared statement: its outcome once it is committed, or what kept it from being written.</summary>
internal readonly record struct Written<TOutcome>(TOutcome Outcome, Exception? Failure)
{
    /// <exception cref="Exception">The row was not written.</exception>
    public TOutcome OutcomeOrThrow()
    {
        if (Failure is not null)
        {
            ExceptionDispatchInfo.Throw(Failure);
        }

        return Outcome;
    }
}
