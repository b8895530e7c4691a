#pragma once
#include <zlib.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kunyu::documents {

/// A ZIP made by hand, entry by entry: names may be anything and stand twice, as no proper writer would have it.
class RawZip {
  public:
    void add(std::string_view name, std::string_view bytes) {
        auto const offset = static_cast<std::uint32_t>(out_.size());
        auto const packed = deflated(bytes);
        std::string head;
        for (auto const value : {20U, 0x800U, 8U, 0U, 0x21U}) put(head, value, 2);  // version, UTF-8, deflate, time
        put(head, static_cast<std::uint32_t>(crc32(0, bytes_of(bytes), static_cast<uInt>(bytes.size()))), 4);
        put(head, static_cast<std::uint32_t>(packed.size()), 4);
        put(head, static_cast<std::uint32_t>(bytes.size()), 4);
        put(head, static_cast<std::uint32_t>(name.size()), 2);
        put(head, 0, 2);
        out_.append("PK\x03\x04").append(head).append(name).append(packed);
        directory_.append("PK\x01\x02").append("\x14\0", 2).append(head);
        for (auto const size : {2, 2, 2, 4}) put(directory_, 0, size);  // comment, disk, attributes
        put(directory_, offset, 4);
        directory_.append(name);
        ++entries_;
    }
    std::string finish() const {
        std::string bytes = out_ + directory_ + "PK\x05\x06";
        put(bytes, 0, 4);
        put(bytes, entries_, 2);
        put(bytes, entries_, 2);
        put(bytes, static_cast<std::uint32_t>(directory_.size()), 4);
        put(bytes, static_cast<std::uint32_t>(out_.size()), 4);
        put(bytes, 0, 2);
        return bytes;
    }

  private:
    static Bytef const* bytes_of(std::string_view text) { return reinterpret_cast<Bytef const*>(text.data()); }
    static void put(std::string& out, std::uint32_t value, int size) {
        for (int i = 0; i < size; ++i) out += static_cast<char>((value >> (8 * i)) & 0xFFU);
    }
    static std::string deflated(std::string_view bytes) {
        z_stream stream{};
        deflateInit2(&stream, 9, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY);
        std::string out(deflateBound(&stream, bytes.size()), '\0');
        stream.next_in = const_cast<Bytef*>(bytes_of(bytes));
        stream.avail_in = static_cast<uInt>(bytes.size());
        stream.next_out = reinterpret_cast<Bytef*>(out.data());
        stream.avail_out = static_cast<uInt>(out.size());
        deflate(&stream, Z_FINISH);
        out.resize(stream.total_out);
        deflateEnd(&stream);
        return out;
    }

    std::string out_;
    std::string directory_;
    std::uint32_t entries_ = 0;
};

/// The parts of a small workbook with one sheet, for a test to spoil.
struct Workbook {
    std::vector<std::pair<std::string, std::string>> parts = {
        {"[Content_Types].xml", R"(<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>)"},
        {"_rels/.rels", R"(<Relationships><Relationship Id="r1" Type="http://x/officeDocument" )"
                        R"(Target="xl/workbook.xml"/></Relationships>)"},
        {"xl/workbook.xml",
         R"(<workbook xmlns:r="r"><sheets><sheet name="平台" sheetId="1" r:id="r1"/></sheets></workbook>)"},
        {"xl/_rels/workbook.xml.rels",
         R"(<Relationships><Relationship Id="r1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/>)"
         R"(<Relationship Id="r2" Type="http://x/styles" Target="styles.xml"/>)"
         R"(<Relationship Id="r3" Type="http://x/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>)"},
        {"xl/styles.xml",
         R"(<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/></numFmts>)"
         R"(<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="164"/></cellXfs></styleSheet>)"},
        {"xl/sharedStrings.xml",
         R"(<sst><si><t>岩溶</t></si><si><r><t>动力</t></r><r><t xml:space="preserve">学 </t></r>)"
         R"(<rPh><t>reading</t></rPh></si></sst>)"},
        {"xl/worksheets/sheet1.xml", "<worksheet><sheetData/></worksheet>"}};

    std::string& part(std::string_view name) {
        for (auto& [known, text] : parts)
            if (known == name) return text;
        return parts.emplace_back(name, "").second;
    }
    /// The same with these rows in the sheet.
    static Workbook with_rows(std::string const& rows) {
        Workbook book;
        book.part("xl/worksheets/sheet1.xml") = "<worksheet><sheetData>" + rows + "</sheetData></worksheet>";
        return book;
    }
    std::string bytes() const {
        RawZip zip;
        for (auto const& [name, text] : parts) zip.add(name, text);
        return zip.finish();
    }
};

}  // namespace kunyu::documents
