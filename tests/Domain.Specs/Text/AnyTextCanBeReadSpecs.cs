using FsCheck;
using FsCheck.Fluent;
using TriageMesh.Domain.Text;

namespace TriageMesh.Domain.Specs.Text;

public sealed class AnyTextCanBeReadSpecs
{
    [Fact]
    public void Any_string_can_be_read_and_nothing_but_placeholders_is_in_capitals() =>
        Check.QuickThrowOnFailure(
            Prop.ForAll(
                AnyString.Arbitrary,
                text =>
                    !TextNormaliser
                        .Normalise(text)
                        .Replace("URL", "")
                        .Replace("EMAIL", "")
                        .Replace("NUMBER", "")
                        .Any(char.IsAsciiLetterUpper)
            )
        );

    [Fact]
    public void Reading_what_was_read_changes_nothing_more() =>
        Check.QuickThrowOnFailure(
            Prop.ForAll(
                Gen.Elements(Classification.Corpus.Rows.Select(row => row.Text)).ToArbitrary(),
                text => TextNormaliser.Normalise(TextNormaliser.Normalise(text)) == TextNormaliser.Normalise(text)
            )
        );

    [Fact]
    public void No_unit_follows_two_of_its_kind_and_no_space_a_space() =>
        Check.QuickThrowOnFailure(
            Prop.ForAll(
                AnyString.Arbitrary,
                text =>
                {
                    var units = new TextUnits();
                    TextNormaliser.Read(text, units);
                    var codes = units.Codes.ToArray();
                    var kinds = units.Kinds.ToArray();
                    return Enumerable
                        .Range(0, codes.Length)
                        .All(i =>
                            i < 2
                            || kinds[i] == UnitKind.Digit
                            || codes[i] != codes[i - 1]
                            || (kinds[i] != UnitKind.Space && codes[i] != codes[i - 2])
                        );
                }
            )
        );

    [Theory]
    [InlineData("a")]
    [InlineData("1-a-")]
    [InlineData("@")]
    [InlineData("[a")]
    [InlineData("http://")]
    [InlineData("a.b-")]
    [InlineData("a@")]
    [InlineData("\u0301\u0316")]
    [InlineData("@某某")]
    [InlineData("\uD83D")]
    public void Reading_takes_time_in_proportion_to_the_length(string part)
    {
        var units = new TextUnits();
        var little = string.Concat(Enumerable.Repeat(part, 10_000 / part.Length));
        var much = string.Concat(Enumerable.Repeat(part, 200_000 / part.Length));

        LinearTime.ShouldHold(
            () => TextNormaliser.Read(little, units),
            () => TextNormaliser.Read(much, units),
            times: 20
        );
    }
}
