using System.Text;
using TriageMesh.Contracts;
using TriageMesh.Domain.Classification;

namespace TriageMesh.Domain.Specs.Classification;

public sealed class ModelFileSpecs
{
    private static readonly byte[] Whole = ModelFile.Write(Corpus.SmallModel);

    [Fact]
    public void The_same_texts_make_the_same_bytes()
    {
        var texts = Corpus.Sample(120);

        ModelFile.Write(ModelTrainer.Train(texts, Corpus.Quick)).ShouldBe(Whole);
    }

    [Fact]
    public void Another_text_makes_another_version()
    {
        var texts = Corpus.Sample(119);

        ModelTrainer.Train(texts, Corpus.Quick).Version.ShouldNotBe(Corpus.SmallModel.Version);
    }

    [Fact]
    public void A_model_that_was_read_back_is_the_same_model()
    {
        var read = ModelFile.Read(Whole);

        read.Version.ShouldBe(Corpus.SmallModel.Version);
        ModelFile.Write(read).ShouldBe(Whole);
        foreach (var row in Corpus.Rows.Take(200))
        {
            read.Classify(row.Text).ShouldBe(Corpus.SmallModel.Classify(row.Text));
        }
    }

    [Fact]
    public void A_file_cut_short_is_refused()
    {
        for (var length = 0; length < Whole.Length; length += 1 + (Whole.Length / 60))
        {
            Refused(Whole[..length]);
        }
    }

    [Fact]
    public void A_file_with_one_wrong_byte_is_refused()
    {
        for (var at = 0; at < Whole.Length; at += 1 + (Whole.Length / 60))
        {
            var harmed = Whole.ToArray();
            harmed[at] ^= 0x20;
            Refused(harmed);
        }
    }

    [Fact]
    public void A_file_of_a_later_format_is_refused_with_its_number()
    {
        var later = Whole.ToArray();
        later[7] = 9;

        Refused(later).Message.ShouldContain("format 9");
    }

    [Fact]
    public void What_is_no_model_at_all_is_refused() =>
        Refused(Encoding.UTF8.GetBytes("{\"labels\":[]}")).Message.ShouldContain("not a TriageMesh model");

    [Fact]
    public void A_language_without_texts_is_served_by_the_other()
    {
        var english = ModelTrainer.Train([.. Corpus.Sample(120).Where(text => text.Language == "en")], Corpus.Quick);

        english.Classify("太差了").Language.ShouldBe("en");
    }

    [Fact]
    public void Texts_of_one_label_train_no_model() =>
        Should.Throw<TooFewTextsException>(() =>
            ModelTrainer.Train(
                [.. Enumerable.Range(0, 20).Select(i => new LabelledText($"text {i}", Label.Praise))],
                Corpus.Quick
            )
        );

    private static ModelFileException Refused(byte[] file) =>
        Should.Throw<ModelFileException>(() => ModelFile.Read(file));
}
