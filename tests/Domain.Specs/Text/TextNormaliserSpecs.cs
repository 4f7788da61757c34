using TriageMesh.Domain.Text;

namespace TriageMesh.Domain.Specs.Text;

public sealed class TextNormaliserSpecs
{
    [Theory]
    [InlineData("Hello  World\t\n!", "hello world !")]
    [InlineData("  trimmed ", "trimmed")]
    [InlineData("ＨＥＬＬＯ　ｗｏｒｌｄ！", "hello world!")]
    [InlineData("soooooo goooood!!!!!", "soo good!!")]
    [InlineData("哈哈哈哈哈哈", "哈哈")]
    [InlineData("price 10000", "price 10000")]
    [InlineData("“quoted” — it’s", "\"quoted\" - it's")]
    [InlineData("等了三天…", "等了三天..")]
    [InlineData("這個軟體壞了，請幫我處理", "这个软体坏了,请帮我处理")]
    [InlineData("ﬁne ½ ①", "fine 1⁄2 1")]
    [InlineData("a\u200Bb\uFEFFc", "abc")]
    public void The_same_words_in_another_dress_read_alike(string text, string normal) =>
        TextNormaliser.Normalise(text).ShouldBe(normal);

    /// <summary>Words are read many characters at a time: no length and no place in them may be special.</summary>
    [Fact]
    public void The_third_of_a_letter_in_a_row_goes_wherever_it_stands_in_a_word_of_any_length()
    {
        for (var length = 1; length <= 40; length++)
        {
            var word = string.Concat(Enumerable.Range(0, length).Select(i => (char)('b' + (i % 20))));
            for (var place = 0; place < length; place++)
            {
                var repeated = word.Insert(place, new string(word[place], 3));

                TextNormaliser
                    .Normalise($"x {repeated} y")
                    .ShouldBe($"x {word.Insert(place, word[place..(place + 1)])} y");
            }
        }
    }

    [Fact]
    public void A_character_that_has_another_form_is_found_wherever_it_stands()
    {
        for (var length = 1; length <= 40; length++)
        {
            for (var place = 0; place < length; place++)
            {
                var text = new string('很', length).Remove(place, 1).Insert(place, "①");

                CompatibilityForm.Of(text).ShouldBe(text.Replace('①', '1'));
            }
        }
    }

    [Fact]
    public void What_the_text_before_left_behind_is_no_part_of_a_word()
    {
        var units = new TextUnits();
        TextNormaliser.Read("a long text that leaves letters and digits 12 behind", units);
        TextNormaliser.Read("a lo", units);

        units.ToString().ShouldBe("a lo");
    }

    [Theory]
    [InlineData("@Someone_1 where is it", "@user where is it")]
    [InlineData("@user where", "@user where")]
    [InlineData("@某品牌客服 在吗", "@user 在吗")]
    [InlineData("@ noon", "@user noon")]
    [InlineData("see https://example.com/a?b=1#c.", "see URL.")]
    [InlineData("www.example.com now", "URL now")]
    [InlineData("t.cn/A6abc 看", "URL 看")]
    [InlineData("ok.thanks", "ok.thanks")]
    [InlineData("Url and URL", "URL and URL")]
    [InlineData("write to first.last+x@mail.example.com please", "write to EMAIL please")]
    [InlineData("order 2024-0099-1234 late", "order NUMBER late")]
    [InlineData("单号SF1234567890没到", "单号NUMBER没到")]
    [InlineData("call 12345", "call 12345")]
    public void What_names_a_person_a_place_or_an_order_becomes_a_placeholder(string text, string normal) =>
        TextNormaliser.Normalise(text).ShouldBe(normal);

    [Theory]
    [InlineData("好吃[微笑]", 3, UnitKind.Mark)]
    [InlineData("great 👍🏽", 7, UnitKind.Emoji)]
    [InlineData("love ❤️", 6, UnitKind.Emoji)]
    public void An_emoji_or_a_bracketed_mark_is_one_unit(string text, int units, UnitKind last)
    {
        var read = Read(text);

        read.Count.ShouldBe(units);
        read.Kinds[^1].ShouldBe(last);
    }

    [Fact]
    public void The_skin_of_an_emoji_does_not_matter() => Codes("👍🏿").ShouldBe(Codes("👍"));

    [Fact]
    public void Different_marks_are_different_units() => Codes("[怒]").ShouldNotBe(Codes("[赞]"));

    [Fact]
    public void A_mark_in_traditional_script_is_the_same_mark() => Codes("[讚]").ShouldBe(Codes("[赞]"));

    [Fact]
    public void A_bracket_that_is_no_mark_stays_text() =>
        TextNormaliser.Normalise("[see the long note below] ok").ShouldBe("[see the long note below] ok");

    [Theory]
    [InlineData('发')]
    [InlineData('a')]
    [InlineData('！')]
    public void What_is_not_traditional_is_left_alone(char character) =>
        SimplifiedScript.Of(character).ShouldBe(character);

    [Fact]
    public void No_simplified_form_is_itself_turned_into_another()
    {
        for (var c = '\u4E00'; c <= '\u9FFF'; c++)
        {
            SimplifiedScript.Of(SimplifiedScript.Of(c)).ShouldBe(SimplifiedScript.Of(c));
        }
    }

    [Fact]
    public void The_table_of_scripts_covers_the_common_characters() =>
        SimplifiedScript.Count.ShouldBeInRange(2000, 4000);

    [Theory]
    [InlineData("where is my order", "en")]
    [InlineData("我的订单呢", "zh")]
    [InlineData("我的iPhone坏了", "zh")]
    [InlineData("lunch at 海底捞 was great as always", "en")]
    [InlineData("@user URL 好", "zh")]
    [InlineData("[怒][怒]", "zh")]
    [InlineData("👍", "en")]
    [InlineData("", "en")]
    public void Chinese_is_told_from_English(string text, string language) =>
        LanguageDetector.Detect(Read(text), hint: null).ShouldBe(language);

    [Fact]
    public void The_platforms_tag_decides_only_where_no_letter_does()
    {
        LanguageDetector.Detect(Read("👍"), "zh-CN").ShouldBe("zh");
        LanguageDetector.Detect(Read("good"), "zh-CN").ShouldBe("en");
    }

    private static TextUnits Read(string text)
    {
        var units = new TextUnits();
        TextNormaliser.Read(text, units);
        return units;
    }

    private static int[] Codes(string text) => Read(text).Codes.ToArray();
}
