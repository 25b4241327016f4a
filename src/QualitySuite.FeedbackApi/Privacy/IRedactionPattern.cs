namespace QualitySuite.FeedbackApi.Privacy;

/// <summary>Finds one kind of personal data in texts.</summary>
internal interface IRedactionPattern
{
    /// <summary>What stands in brackets in its place.</summary>
    string Kind { get; }

    /// <summary>The text with each find replaced; the same object when there is none. In time linear in the text's length.</summary>
    string Replace(string text);
}
