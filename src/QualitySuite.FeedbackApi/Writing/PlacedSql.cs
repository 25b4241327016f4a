namespace QualitySuite.FeedbackApi.Writing;

/// <summary>The step that the statements for feedback and for events have in common.</summary>
internal static class PlacedSql
{
    /// <summary>From rows <c>sent</c> with a generation_id, key_app and hold: where each belongs and its <see cref="WriteOutcome"/>. Of a generation that was erased
    /// the key is left, without a time.</summary>
    public const string Text = """
        placed as (
            select s.*, k.created_at as generation_created_at,
                   case when k.id is null then case when s.hold then 1 else 2 end
                        when k.created_at is null or (s.key_app is not null and s.key_app <> k.app) then 2
                        else 0 end::smallint as outcome
            from sent s left join feedback.generation_keys k on k.id = s.generation_id
        )
        """;
}
