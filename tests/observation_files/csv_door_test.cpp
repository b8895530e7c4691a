#include "observation_files/csv_door.hpp"

#include "observation_files/csv_reading.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kunyu::observation_files {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::string_view plain = R"({"time": {"columns": ["time"]}, "values": [{"column": "level", "stream": "7"}]})";

/// Gives the header, a row, one endless line, and a row.
class Hostile final : public ByteSource {
  public:
    std::size_t read(char* to, std::size_t most) override {
        std::size_t count = 0;
        for (; count < most && at_ < length; ++count, ++at_)
            to[count] = at_ < head.size()             ? head[at_]
                        : at_ >= length - tail.size() ? tail[at_ - (length - tail.size())]
                                                      : '"';
        return count;
    }
    void seek(std::uint64_t offset) override { at_ = static_cast<std::size_t>(offset); }

  private:
    static constexpr std::string_view head = "time,level\n2020-01-01,1\n", tail = "\n2020-01-02,2\n";
    static constexpr std::size_t length = 100'000'000;
    std::size_t at_ = 0;
};

base::Refusal refusal(std::string_view text, std::string_view mapping) {
    MemorySource source(text);
    auto const door = CsvDoor::open(source, mapping_of(mapping), options_of_tests());
    return door.has_error() ? door.error() : base::Refusal();
}

TEST(CsvDoor, ReadsAPlainFile) {
    auto const reading = read_all("time,level\n2018-09-05T21:00:00Z,0.4785\n2018-09-05 22:00,-1\n", mapping_of(plain));
    EXPECT_THAT(reading.rows, ElementsAre("7 2018-09-05T21:00:00Z 0.4785 2", "7 2018-09-05T14:00:00Z -1 2"));
    EXPECT_THAT(reading.faults, IsEmpty());
    EXPECT_EQ(reading.report.records, 2U);
}

TEST(CsvDoor, ReadsAWideFileOfAChineseSpreadsheet) {
    // 日期;时间;水位(mm);雨量;质量 in GB18030, with decimal commas
    auto const mapping = mapping_of(R"json({
      "decimal_comma": true, "time": {"columns": ["日期", "时间"], "format": "YYYY年M月D日 H:mm"},
      "values": [{"column": "水位(mm)", "stream": "level", "factor": 0.001, "offset": 100, "quality_column": "质量"},
                 {"column": "雨量", "stream": "rain"}],
      "quality_texts": [{"text": "好", "flag": 1}, {"text": "差", "flag": 4}]})json");
    std::string text;
    for (auto const* const line : {"日期;时间;水位(mm);雨量;质量\r\n", "2018年9月5日;7:00;1234,5;0,2;好\r\n",
                                   "2018年9月5日;8:00;---;;差\r\n", "2018年9月5日;9:00;１２３４;1;坏\r\n"})
        text += *encode_cell(line, CsvEncoding::gb18030);
    auto const reading = read_all(text, mapping);
    EXPECT_THAT(reading.rows, ElementsAre("level 2018-09-04T23:00:00Z 101.2345 1", "rain 2018-09-04T23:00:00Z 0.2 2",
                                          "rain 2018-09-05T01:00:00Z 1 2"));
    EXPECT_THAT(reading.faults, ElementsAre("4:5 unknown_quality 坏"));
    EXPECT_EQ(reading.report.missing, 2U);
}

TEST(CsvDoor, ReadsALongFile) {
    auto const mapping = mapping_of(R"({
      "time": {"columns": ["t"], "format": "epoch_seconds"}, "code_columns": ["device", "sensor"],
      "values": [{"column": "v", "stream": ""}, {"column": "w", "stream": "y"}],
      "codes": [{"code": "D1/L1_GP_1.y", "stream": "north", "factor": 0.001}]})");
    auto const reading = read_all(
        "t,device,sensor,v,w\n0,D1,L1_LF_1,1,\n0,D1,L1_GP_1,2,3\n60,D1,L1_LF_1,4,\n60,D1,,5,\n60,D1,\xFF\xFE,6,\n",
        mapping);
    EXPECT_THAT(reading.rows, ElementsAre("D1/L1_LF_1 1970-01-01T00:00:00Z 1 2", "D1/L1_GP_1 1970-01-01T00:00:00Z 2 2",
                                          "north 1970-01-01T00:00:00Z 0.003 2", "D1/L1_LF_1 1970-01-01T00:01:00Z 4 2"));
    EXPECT_THAT(reading.faults, ElementsAre("5:2 no_code D1/", "6:2 bad_encoding D1/\xEF\xBF\xBD\xEF\xBF\xBD"));
}

TEST(CsvDoor, NamesEveryFaultAndKeepsTheRest) {
    auto const reading = read_all(
        "time,level\n"
        "2018-09-05T21:00:00Z,1\n"
        "yesterday,2\n"
        "2018-09-05T22:00:00Z,abc\n"
        "1899-12-31T23:59:59Z,3\n"
        "2030-01-01T00:00:00Z,4\n"
        "2018-09-05T23:00:00Z,inf\n"
        "2018-09-06T00:00:00Z,1e999\n"
        "2018-09-06T01:00:00Z\n"
        "\n"
        "2018-09-06T02:00:00Z,\"5\n"
        "2018-09-06T03:00:00Z,6\n",
        mapping_of(plain));
    EXPECT_THAT(reading.rows, ElementsAre("7 2018-09-05T21:00:00Z 1 2", "7 2018-09-06T03:00:00Z 6 2"));
    EXPECT_THAT(
        reading.faults,
        ElementsAre("3:1 bad_time yesterday", "4:2 bad_number abc", "5:1 time_out_of_range 1899-12-31T23:59:59Z",
                    "6:1 time_out_of_range 2030-01-01T00:00:00Z", "7:2 not_finite inf", "8:2 number_out_of_range 1e999",
                    "9:2 missing_cell", "11:0 unclosed_quote"));
    EXPECT_EQ(reading.report.errors, 8U);
    EXPECT_EQ(reading.report.records, 10U);
}

TEST(CsvDoor, KnowsMissingValuesByTextAndByNumber) {
    auto const reading = read_all(
        "time,level\n2020-01-01,\n2020-01-02,NaN\n2020-01-03,-9999\n2020-01-04,-9999.00\n2020-01-05,---\n2020-01-06,-"
        "999\n",
        mapping_of(plain));
    EXPECT_EQ(reading.report.missing, 5U);
    EXPECT_THAT(reading.rows, ElementsAre("7 2020-01-05T16:00:00Z -999 2"));
}

TEST(CsvDoor, KnowsMissingValuesInTheEncodingOfTheFile) {
    auto mapping = mapping_of(plain);
    mapping.missing = {"缺测", "9/9"};
    std::string const text = "time,level,备注\n2020-01-01,缺测,a\n2020-01-02,9/9,水位\n2020-01-03,,\n";
    for (auto const encoding : {CsvEncoding::utf8, CsvEncoding::gb18030}) {
        auto const reading = read_all(*encode_cell(text, encoding), mapping);
        EXPECT_EQ(reading.report.missing, 3U);
        EXPECT_THAT(reading.faults, IsEmpty());
    }
    // ASCII at first: neither is settled.
    mapping.encoding = CsvEncoding::automatic;
    std::string late = "time,level\n";
    for (int i = 0; i < 10'000; ++i) late += "2020-01-01,NaN\n";
    mapping.missing.push_back("NaN");
    EXPECT_THAT(read_all(late + *encode_cell("2020-01-02,缺测\n", CsvEncoding::gb18030), mapping).faults, IsEmpty());
}

TEST(CsvDoor, AQualityOfMissingIsAMissingValue) {
    auto const mapping = mapping_of(
        R"({"time": {"columns": ["t"]}, "values": [{"column": "v", "stream": "s"}], "quality_column": "q"})");
    auto const reading = read_all("t,v,q\n2020-01-01,1,1\n2020-01-02,2,9\n2020-01-03,3,\n2020-01-04,4,7\n", mapping);
    EXPECT_THAT(reading.rows, ElementsAre("s 2019-12-31T16:00:00Z 1 1", "s 2020-01-02T16:00:00Z 3 2"));
    EXPECT_EQ(reading.report.missing, 1U);
    EXPECT_THAT(reading.faults, ElementsAre("5:3 unknown_quality 7"));
}

TEST(CsvDoor, CountsRepeatedRowsInAnyOrder) {
    std::string forwards = "time,level\n", backwards = forwards, mixed = forwards;
    std::string const first = "2020-01-01,1\n", second = "2020-01-02,2\n", third = "2020-01-03,3\n";
    forwards += first + first + second + third + second;
    backwards += third + second + second + first + third;
    mixed += first + third + second + second + first;
    for (auto const& text : {forwards, backwards, mixed}) {
        auto const reading = read_all(text, mapping_of(plain));
        EXPECT_EQ(reading.report.rows, 3U) << text;
        EXPECT_EQ(reading.report.repeated, 2U) << text;
        EXPECT_TRUE(reading.report.repeats_exact);
    }
}

TEST(CsvDoor, OfTwoValuesForOneTimeTheFirstCounts) {
    auto const reading = read_all("time,level\n2020-01-01,1\n2020-01-02,2\n2020-01-01,5\n", mapping_of(plain));
    EXPECT_EQ(reading.report.rows, 2U);
    EXPECT_THAT(reading.faults, ElementsAre("4:2 another_value 5"));
}

TEST(CsvDoor, SaysWhenRepeatsAreNoLongerExact) {
    auto options = options_of_tests();
    options.remembered_rows = 1;
    auto const reading =
        read_all("time,level\n2020-01-01,1\n2020-01-02,2\n2020-01-02,2\n2020-01-01,1\n", mapping_of(plain), options);
    EXPECT_EQ(reading.report.repeated, 2U);  // the last row of all and what is remembered
    EXPECT_FALSE(reading.report.repeats_exact);
}

TEST(CsvDoor, CountsAllFaultsAndKeepsSome) {
    auto options = options_of_tests();
    options.kept_errors = 3;
    std::string text = "time,level\n";
    for (int i = 0; i < 50'000; ++i) text += "x,1\n";
    auto const reading = read_all(text, mapping_of(plain), options);
    EXPECT_EQ(reading.report.errors, 50'000U);
    EXPECT_EQ(reading.report.errors_by_code.at("observation_files.bad_time"), 50'000U);
    EXPECT_EQ(reading.faults.size(), 3U);
}

TEST(CsvDoor, GoesOnWhereItStopped) {
    std::string text = "\xEF\xBB\xBFtime,level\n";
    for (int i = 0; i < 1000; ++i) text += fmt::format("2020-01-01 {:02}:{:02},{}\n", i / 60, i % 60, i);
    auto options = options_of_tests();
    options.batch_rows = 100;
    MemorySource source(text), again(text);
    auto whole = CsvDoor::open(source, mapping_of(plain), options);
    std::vector<CsvRow> rows;
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(whole->next(rows));
    auto const place = whole->place();
    auto later = CsvDoor::open(again, mapping_of(plain), options);
    later->resume_at(place);
    EXPECT_EQ(read_all(*later).rows, read_all(*whole).rows);
    EXPECT_EQ(later->place().offset, text.size());
    EXPECT_EQ(later->place().line, 1002U);
}

TEST(CsvDoor, SurvivesLinesOfAHundredMegabytes) {
    Hostile source;
    auto door = CsvDoor::open(source, mapping_of(plain), options_of_tests());
    auto const reading = read_all(*door);
    EXPECT_EQ(reading.rows.size(), 2U);
    EXPECT_THAT(reading.faults, ElementsAre("3:0 line_too_long"));
}

TEST(CsvDoor, LimitsTheStreamsOfALongFile) {
    auto options = options_of_tests();
    options.most_streams = 2;
    auto const mapping =
        mapping_of(R"({"time": {"columns": ["t"]}, "code_columns": ["c"], "values": [{"column": "v"}]})");
    auto const reading =
        read_all("t,c,v\n2020-01-01,a,1\n2020-01-01,b,1\n2020-01-01,c,1\n2020-01-02,a,1\n", mapping, options);
    EXPECT_EQ(reading.rows.size(), 3U);
    EXPECT_THAT(reading.faults, ElementsAre("4:2 too_many_streams c"));
}

TEST(CsvDoor, SkipsLinesBeforeAndBehindTheHeader) {
    auto const mapping = mapping_of(R"({"skip_lines": 1, "skip_after_header": 2, "delimiter": "comma",
      "time": {"columns": ["TIMESTAMP"]}, "values": [{"column": "#2", "stream": "s"}]})");
    auto const reading = read_all(
        "\"TOA5\",\"CR1000\"\n\"TIMESTAMP\",\"Lvl\"\n\"TS\",\"m\"\n\"\",\"Avg\"\n\"2020-01-01 00:00:00\",1.5\n",
        mapping);
    EXPECT_THAT(reading.rows, ElementsAre("s 2019-12-31T16:00:00Z 1.5 2"));
    EXPECT_THAT(reading.faults, IsEmpty());
}

TEST(CsvDoor, ReadsAFileWithoutHeader) {
    auto const mapping =
        mapping_of(R"({"header": false, "time": {"columns": ["#1"]}, "values": [{"column": "#3", "stream": "s"}]})");
    EXPECT_THAT(read_all("2020-01-01\tx\t5\n", mapping).rows, ElementsAre("s 2019-12-31T16:00:00Z 5 2"));
}

TEST(CsvDoor, FindsColumnsWhateverTheirCaseAndWidth) {
    auto const mapping =
        mapping_of(R"({"time": {"columns": ["TIME"]}, "values": [{"column": "水位（m）", "stream": "s"}]})");
    EXPECT_EQ(read_all("Time , 水位(m)\n2020-01-01,5\n", mapping).rows.size(), 1U);
}

TEST(CsvDoor, RefusesWhatNoRowCanBeReadFrom) {
    EXPECT_EQ(refusal("", plain).code, "observation_files.empty_file");
    EXPECT_EQ(refusal(std::string_view("\xFF\xFEt\0i\0", 6), plain).code, "observation_files.unknown_encoding");
    EXPECT_EQ(refusal("\xEF\xBB\xBF\n\n", plain).code, "observation_files.no_header");
    EXPECT_EQ(refusal("time,height\n", plain).params.at("columns"), "time, height");
    EXPECT_EQ(refusal("time,Level,LEVEL\n", plain).code, "observation_files.repeated_column");
}

}  // namespace
}  // namespace kunyu::observation_files
