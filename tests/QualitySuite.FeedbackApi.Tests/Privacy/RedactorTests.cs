using System.Diagnostics;
using Microsoft.Extensions.Options;
using QualitySuite.Contracts.Feedback;
using QualitySuite.Contracts.Generations;
using QualitySuite.FeedbackApi.Privacy;

namespace QualitySuite.FeedbackApi.Tests.Privacy;

public sealed class RedactorTests
{
    [Theory]
    // RFC 5322 (appendix A) and RFC 6530's kind of address
    [InlineData("portrait of john.q.public@example.com, oil", "portrait of [email], oil")]
    [InlineData("write to mary+news@x.test.", "write to [email].")]
    [InlineData("用户@例子.广告 in neon", "[email] in neon")]
    // Numbers that are set aside for fiction: Ofcom, NANPA (555-01xx), Bundesnetzagentur, ACMA, ARCEP
    [InlineData("a sign that reads 020 7946 0958", "a sign that reads [phone]")]
    [InlineData("call +44 (0)20 7946 0123!", "call [phone]!")]
    [InlineData("(212) 555-0123 on a wall", "[phone] on a wall")]
    [InlineData("212-555-0123, 212.555.0199", "[phone], [phone]")]
    [InlineData("+1 212 555 0123", "[phone]")]
    [InlineData("030 23125 000 and 0171 39200 10", "[phone] and [phone]")]
    [InlineData("0491 570 156", "[phone]")]
    [InlineData("+33 1 99 00 12 34", "[phone]")]
    [InlineData("0033199001234", "[phone]")]
    // RFC 3986 and RFC 6749
    [InlineData("like https://user:secret@example.com:8042/over/there?name=ferret#nose here", "like https://[url]@example.com:8042/over/there?[url] here")]
    [InlineData("https://example.com/cb#access_token=2YotnFZFEjr1zCsicMWpAA", "https://example.com/cb#[url]")]
    [InlineData("have you seen https://example.com/cats?", "have you seen https://example.com/cats?")]
    // The IBAN registry's examples
    [InlineData("DE89 3704 0044 0532 0130 00 and GB29NWBK60161331926819.", "[iban] and [iban].")]
    [InlineData("MT84 MALT 0110 0001 2345 MTLC AST0 01S NEON SIGN", "[iban] NEON SIGN")]
    [InlineData("NO93 8601 1117 947, then ES91 2100 0418 4502 0005 1332 2", "[iban], then [iban] 2")]
    [InlineData("fr14 2004 1010 0505 0001 3m02 606", "[iban]")]
    // The card schemes' test numbers
    [InlineData("4111 1111 1111 1111", "[card]")]
    [InlineData("5555-5555-5555-4444 512 px", "[card] 512 px")]
    [InlineData("378282246310005, 6011111111111117, 3530111333300000", "[card], [card], [card]")]
    // RFC 5737 and RFC 3849
    [InlineData("from 192.0.2.1 or 203.0.113.254", "from [ip] or [ip]")]
    [InlineData("[2001:db8::1] and 2001:0db8:85a3:0000:0000:8a2e:0370:7334", "[[ip]] and [ip]")]
    public void What_has_the_form_of_personal_data_is_replaced(string prompt, string expected) =>
        Assert.Equal(expected, RedactorFor("*").Redact(Generation(prompt)).Submission.Prompt);

    [Theory]
    [InlineData("two red apples left of a blue cup, 1920x1080, 8k, f/1.8, 35mm, --ar 16:9 --seed 1234567890123")]
    [InlineData("cat::2 dog::-1 face::1 (masterpiece:1.2), [blurry:0.5]")]
    [InlineData("a clock at 12:30:45 on 01-02-2024 1530, since 1999 - 2005")]
    [InlineData("1,000,000 stars @ night, $19.99, 50%, lens 24-70, page 404-2")]
    [InlineData("the number 999.999.999.999 and 3.14159265358979")]
    [InlineData("mk19 tank in a field at dawn, se45 a b c d e f g h i j k l")]
    [InlineData("4111 1111 1111 1112")]
    [InlineData("NL92 ABNA 5417 1643 01")]
    [InlineData("")]
    public void What_prompts_are_made_of_stays(string prompt)
    {
        var redacted = RedactorFor("*").Redact(Generation(prompt));

        Assert.Equal((prompt, 0), (redacted.Submission.Prompt, redacted.Kinds.Count));
    }

    [Fact]
    public void Every_text_of_a_generation_is_redacted_and_the_kinds_are_told_once()
    {
        var redacted = RedactorFor("web").Redact(Generation("a@example.com b@example.com") with
        {
            App = "web",
            NegativePrompt = "192.0.2.1",
            Error = "refused: c@example.com",
        });

        Assert.Equal(
            ("[email] [email]", "[ip]", "refused: [email]"), (redacted.Submission.Prompt, redacted.Submission.NegativePrompt, redacted.Submission.Error));
        Assert.Equal(["email", "ip"], redacted.Kinds);
    }

    [Fact]
    public void Only_the_apps_that_are_named_are_redacted_and_none_unless_something_is_said()
    {
        var submission = Generation("a@example.com") with { App = "other" };

        Assert.Same(submission, RedactorFor("web").Redact(submission).Submission);
        Assert.Same(submission, RedactorFor().Redact(submission).Submission);
    }

    [Fact]
    public void Comments_are_redacted_where_that_is_said()
    {
        var feedback = new FeedbackSubmission { Comment = "mail me: a@example.com" };
        var options = new RedactionOptions { RedactComments = true };

        Assert.Equal("mail me: [email]", new Redactor(Options.Create(options)).Redact(feedback).Comment);
        Assert.Same(feedback, RedactorFor("*").Redact(feedback));
    }

    [Fact]
    public void A_deployments_own_expressions_come_first()
    {
        var options = new RedactionOptions { RedactPrompts = { "*" }, RedactPatterns = { ["customer"] = @"\bC-[0-9]{6}\b" } };
        var redacted = new Redactor(Options.Create(options)).Redact(Generation("card of C-123456"));

        Assert.Equal("card of [customer]", redacted.Submission.Prompt);
        Assert.Equal(["customer"], redacted.Kinds);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("1 ")]
    [InlineData("a@")]
    [InlineData("1:")]
    [InlineData("a.a@a.")]
    [InlineData("http://")]
    [InlineData("+1 (")]
    public void The_longest_prompt_of_any_make_is_done_with_in_a_moment(string piece)
    {
        var prompt = string.Concat(Enumerable.Repeat(piece, GenerationLimits.PromptCharacters / piece.Length));
        var started = Stopwatch.GetTimestamp();

        RedactorFor("*").Redact(Generation(prompt));

        // Backtracking would take hours: this is no measurement.
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    private static Redactor RedactorFor(params string[] apps)
    {
        var options = new RedactionOptions();
        foreach (var app in apps)
        {
            options.RedactPrompts.Add(app);
        }

        return new Redactor(Options.Create(options));
    }

    private static GenerationSubmission Generation(string prompt) => new() { App = "app", Prompt = prompt };
}
