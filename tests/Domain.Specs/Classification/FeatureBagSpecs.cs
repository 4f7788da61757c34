using TriageMesh.Domain.Classification;

namespace TriageMesh.Domain.Specs.Classification;

public sealed class FeatureBagSpecs
{
    /// <summary>A text for which the table of slots is enlarged more than once.</summary>
    private const int Long = 5_000;

    [Fact]
    public void A_slot_of_two_views_is_counted_in_each_however_long_the_text()
    {
        var bag = new FeatureBag();
        bag.Clear();
        bag.Add(slot: 7, from: 0, to: 1);
        bag.CloseView();
        for (var slot = 1; slot <= Long; slot++)
        {
            bag.Add(slot, from: 0, to: 1);
        }

        bag.CloseView();
        bag.CloseView();

        bag.SlotsOf(FeatureView.Atoms).ToArray().ShouldBe([7]);
        bag.CountsOf(FeatureView.Atoms).ToArray().ShouldBe([1]);
        bag.SlotsOf(FeatureView.Meanings).ToArray().ShouldBe(Enumerable.Range(1, Long));
        bag.CountsOf(FeatureView.Meanings).ToArray().ShouldAllBe(count => count == 1);
    }

    [Fact]
    public void A_slot_that_occurs_again_in_its_view_is_counted_and_not_listed_again()
    {
        var bag = new FeatureBag();
        bag.Clear();
        for (var i = 0; i < Long * 2; i++)
        {
            bag.Add(slot: i % Long, from: i, to: i + 1);
        }

        bag.CloseView();

        bag.SlotsOf(FeatureView.Atoms).ToArray().ShouldBe(Enumerable.Range(0, Long));
        bag.CountsOf(FeatureView.Atoms).ToArray().ShouldAllBe(count => count == 2);
        bag.Numbers.ToArray().ShouldBe(Enumerable.Range(0, Long * 2).Select(i => i % Long));
    }
}
