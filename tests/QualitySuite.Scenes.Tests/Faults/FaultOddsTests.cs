using QualitySuite.Scenes.Faults;

namespace QualitySuite.Scenes.Tests.Faults;

public sealed class FaultOddsTests
{
    private const int Draws = 40_000;
    private static readonly FaultOdds Odds = new() { WrongAttribute = 0.17, WrongCount = 0.07, Blur = 0.14 };

    [Fact]
    public void Faults_come_as_often_as_the_odds_say()
    {
        var shares = Shares(steps: 30, guidance: 7);

        Assert.Equal(Odds.WrongAttribute, shares[Fault.WrongAttribute], 0.01);
        Assert.Equal(Odds.WrongCount, shares[Fault.WrongCount], 0.01);
        Assert.Equal(Odds.Blur, shares[Fault.Blur], 0.01);
        Assert.Equal(Odds.Noise, shares[Fault.Noise], 0.005);
        Assert.Equal(Odds.Oversaturation, shares[Fault.Oversaturation], 0.005);
        Assert.Equal(Odds.Black, shares[Fault.Black], 0.003);
        Assert.Equal(Odds.Blocked, shares[Fault.Blocked], 0.005);
        Assert.Equal(Odds.Failed, shares[Fault.Failed], 0.004);
    }

    [Fact]
    public void Too_few_steps_leave_noise_and_too_much_guidance_burns_colours()
    {
        Assert.Equal(0.3, Shares(steps: 12, guidance: 7)[Fault.Noise], 0.015);
        Assert.Equal(0.35, Shares(steps: 30, guidance: 12)[Fault.Oversaturation], 0.015);
    }

    [Fact]
    public void A_further_fault_takes_its_share_from_what_was_faultless_and_changes_no_other_draw()
    {
        var (before, after) = (new Random(2), new Random(2));
        var further = Odds with { WrongRelation = 0.05, Seam = 0.1, Grey = 0.04 };
        for (var i = 0; i < 2000; i++)
        {
            var (without, with) = (Odds.Draw(30, 7, before), further.Draw(30, 7, after));
            Assert.True(without == with || (without == Fault.None && with is Fault.WrongRelation or Fault.Seam or Fault.Grey), $"{without} became {with}");
        }
    }

    private static Dictionary<Fault, double> Shares(int steps, double guidance)
    {
        var random = new Random(1);
        return Enumerable.Range(0, Draws).Select(_ => Odds.Draw(steps, guidance, random))
            .GroupBy(fault => fault).ToDictionary(faults => faults.Key, faults => (double)faults.Count() / Draws);
    }
}
