namespace TriageMesh.Classifier.Retrain;

/// <summary>How much of a difference is noise: the fewer texts two models disagree on, the more it may be.</summary>
internal static class SignTest
{
    /// <summary>
    /// The chance of losing at least <paramref name="lost"/> of the texts on which just one of two models is right, if each was
    /// as likely to win them.
    /// </summary>
    public static double Chance(int won, int lost)
    {
        var all = won + lost;
        // The terms of the binomial distribution from the largest down, each out of the one before, in logarithms.
        var term = -all * Math.Log(2);
        var sum = 0.0;
        for (var losses = all; losses >= lost; losses--)
        {
            sum += Math.Exp(term);
            term += Math.Log(Math.Max(losses, 1)) - Math.Log(all - losses + 1);
        }

        return Math.Min(sum, 1);
    }
}
